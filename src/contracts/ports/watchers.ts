import type { RepositoryName } from "../repository.ts";
import type { WindowsPart } from "./windows.ts";

/** A repository that a worker watches, and the number of that watch: it grows when another worker takes over. */
export interface Watched {
  repository: RepositoryName;
  token: number;
}

/**
 * Which worker has the windows of which repository, of workers that share their state, and those windows themselves, so that
 * another goes on with them. One at a time has them: it says again and again that it is there.
 */
export interface Watchers {
  /**
   * Takes those of these repositories that nobody watches, and keeps those that are this worker's already.
   * @returns those that are its own now, and who had them before, where that was another
   */
  take(
    repositories: readonly RepositoryName[],
    seconds: number,
  ): Promise<{ mine: Watched[]; before: string[] }>;
  /** Says that this worker is there. @returns everything that it watches */
  renew(seconds: number): Promise<Watched[]>;
  /** Who watches what at this moment. */
  all(): Promise<ReadonlyMap<RepositoryName, string>>;
  /** What was saved of a repository last, under each name; a piece that cannot be read is left out. */
  load(repository: RepositoryName): Promise<{ name: string; body: unknown }[]>;
  /** All of these, or none. Nothing is written of a repository that another has taken over since. */
  save(parts: readonly (WindowsPart & Watched)[]): Promise<void>;
  /** Writes these, and has that worker watch these repositories from now on, for so long at first; or does neither. */
  give(
    repositories: readonly Watched[],
    parts: readonly (WindowsPart & Watched)[],
    to: string,
    seconds: number,
  ): Promise<void>;
  /** Lets go of everything, for whoever wants it. */
  release(): Promise<void>;
}
