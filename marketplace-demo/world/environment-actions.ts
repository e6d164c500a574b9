/** What can be done to a running world besides pushing commits. */
export const ENVIRONMENT_ACTIONS = ["stop", "slow", "errors", "flood", "lock-table"] as const;
