/** Time, and the only way to it, so that tests and simulations can move it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after that many milliseconds; the answer cancels it. Does not keep the process alive. */
  after(milliseconds: number, callback: () => void): () => void;
}
