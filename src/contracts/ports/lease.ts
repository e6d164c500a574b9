import type { RepositoryName } from "../repository.ts";

/** One worker at a time acts on a repository. */
export interface Lease {
  /** A fencing token that only grows, or null where another worker holds it. `seconds` from now. */
  acquire(repository: RepositoryName, holder: string, seconds: number): Promise<number | null>;
  /** Whether that token is still the newest and has not run out. */
  holds(repository: RepositoryName, token: number): Promise<boolean>;
  release(repository: RepositoryName, token: number): Promise<void>;
}
