import type { RepositoryName } from "../repository.ts";

/** One worker at a time acts on a repository. */
export interface Lease {
  /** A fencing token that only grows, or null where another worker holds it. `seconds` from now. */
  acquire(repository: RepositoryName, holder: string, seconds: number): Promise<number | null>;
  /**
   * Renews leases that the holder has by these tokens, for `seconds` from now, all of them at once.
   *
   * @returns those that it still holds; any other was lost, and is not taken again by this
   */
  renew(
    held: ReadonlyMap<RepositoryName, number>,
    holder: string,
    seconds: number,
  ): Promise<ReadonlySet<RepositoryName>>;
  /** Whether that token is still the newest and has not run out. */
  holds(repository: RepositoryName, token: number): Promise<boolean>;
  release(repository: RepositoryName, token: number): Promise<void>;
  /** Lets go of it by whatever token the holder has it, if it does: with a signal comes a lease that nobody asked for. */
  leave(repository: RepositoryName, holder: string): Promise<void>;
}
