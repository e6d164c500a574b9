/** With no signal for this long nothing is known any more. Milliseconds. */
export const STALE_MS = 30_000;
