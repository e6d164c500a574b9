import type { RepositoryName } from "../../contracts/repository.ts";

/** Whoever looks at the monitor. */
export interface Viewer {
  /** On GitHub; null where nobody asked. */
  login: string | null;
  /** When they have to prove again who they are, epoch milliseconds; null where never. */
  until: number | null;
  /** What they may see; null where that is everything. */
  sees: ((repository: RepositoryName) => boolean) | null;
}
