/** What must have been seen before a baseline may stand in for an objective that nobody wrote down. */
export const LEARNING = {
  /** Seconds to look back. */
  span: 14_400,
  /** Where enough was seen before them, these last seconds teach nothing: they may belong to what is to be found. */
  lag: 1_800,
  /** Seconds of healthy telemetry among them. */
  seconds: 600,
  requests: 500,
} as const;
