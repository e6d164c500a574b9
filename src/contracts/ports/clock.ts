/** The time, as the only way to it, so that tests and simulations can move it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}
