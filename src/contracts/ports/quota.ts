import type { Instant } from "../instant.ts";

/** How many requests one limit of GitHub's still allows, as its last answer said. */
export interface QuotaState {
  /** Whose limit it is: an installation's owner, or the token's. */
  of: string;
  /** Which of its limits: `core`, `graphql`, `search` and the like. */
  resource: string;
  remaining: number;
  limit: number;
  /** When the limit is whole again. */
  resetAt: Instant;
}
