/** What can be done to a running world besides pushing commits. */
export const ENVIRONMENT_ACTIONS = [
  "stop",
  "slow",
  "errors",
  "flood",
  "fill-disk",
  "lock-table",
  "poison-record",
  "expire-certificate",
  "break-dns",
  "skew-clock",
  "flag",
  "one-bad-node",
  "leak",
] as const;
