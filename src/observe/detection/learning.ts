/** What must have been seen before a baseline may stand in for an objective that nobody wrote down. */
export const LEARNING = {
  /** Seconds to look back. */
  span: 3600,
  /** Seconds of healthy telemetry among them. */
  seconds: 600,
  requests: 500,
} as const;
