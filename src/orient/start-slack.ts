/** An onset is known to this at best, in milliseconds, and requests do not come evenly. */
export const START_SLACK_MS = 4_000;
