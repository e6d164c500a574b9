/** What two threads of the week know of each other at any moment: the time, and how many requests are under way. */
export class SharedState {
  static readonly BYTES = 16;
  readonly buffer: SharedArrayBuffer;
  readonly #time: Float64Array;
  readonly #count: Int32Array;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#time = new Float64Array(buffer, 0, 1);
    this.#count = new Int32Array(buffer, 8, 1);
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.#time[0] ?? 0;
  }

  setNow(milliseconds: number): void {
    this.#time[0] = milliseconds;
  }

  count(): number {
    return Atomics.load(this.#count, 0);
  }

  add(by: 1 | -1): void {
    Atomics.add(this.#count, 0, by);
  }
}
