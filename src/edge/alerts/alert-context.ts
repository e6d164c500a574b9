/** What an alert's meaning needs besides its body. */
export interface AlertContext {
  /** What the credential names; the body decides nothing. */
  repositories: readonly string[];
  /** ISO 8601 in UTC. */
  receivedAt: string;
}
