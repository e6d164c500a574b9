import type { RepositoryName } from "../repository.ts";

/** One piece of what Scout keeps: JSON text that belongs to Scout alone; null where there is nothing to keep any more. */
export interface WindowsPart {
  name: string;
  /** Whose service it is of; of what is of no one repository, nothing. */
  repository?: RepositoryName;
  body: string | null;
}

/** Keeps Scout's windows over a restart, piece by piece, as all of them at once would hold everything else up. */
export interface Windows {
  /** What was saved last under each name; a piece that cannot be read is left out. */
  load(): Promise<unknown[]>;
  /** All of these, or none. */
  save(parts: readonly WindowsPart[]): Promise<void>;
}
