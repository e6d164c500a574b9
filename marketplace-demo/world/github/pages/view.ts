import type { Repository, State } from "../state.ts";

/** What every page of a repository is made from. */
export type View = { state: State; repository: Repository };
