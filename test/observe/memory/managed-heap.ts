/** Bytes that a request allocates, and how much of that outlives the young generation though nobody needs it any more. */
const PER_REQUEST = 450_000;
const PROMOTED = 0.12;
/** The young generation grows with use, from the first figure to the second. */
const YOUNG = [4e6, 32e6] as const;
/** What the program holds when it has been loaded. */
const LIVE = 30e6;
const LOADED = 110e6;

/** What is measured of it, by the names that the SDKs use. */
export type HeapReading = Record<string, number>;

/**
 * The memory of one healthy process with a generational collector: requests leave garbage, some of which is only collected when the
 * old generation is full, minutes later; the operating system sees the most that there was since. No leak, however much it
 * looks like one for minutes: shaped after what Node was measured to do on a healthy day (healthy-day.json).
 */
export class ManagedHeap {
  private readonly random: () => number;
  private age = 0;
  private young = 0;
  private old = 0;
  private oldLimit: number;
  private youngLimit: number = YOUNG[0];
  private most = 0;
  private afterFull: number | null = null;

  constructor(random: () => number) {
    this.random = random;
    this.oldLimit = this.nextLimit();
  }

  /** Its readings at that age, in seconds, after so many requests a second since the last ones. */
  read(age: number, requestsPerSecond: number): HeapReading {
    const seconds = Math.max(0, age - this.age);
    this.age = age;
    this.young += PER_REQUEST * requestsPerSecond * seconds * (0.8 + 0.4 * this.random());
    while (this.young > this.youngLimit) {
      this.young -= this.youngLimit;
      this.old += PROMOTED * this.youngLimit;
      this.youngLimit = Math.min(YOUNG[1], this.youngLimit * 1.3);
    }
    if (this.old > this.oldLimit) {
      this.old = 0;
      this.youngLimit = YOUNG[0];
      this.most = 0;
      this.oldLimit = this.nextLimit();
      this.afterFull = LIVE * (1 + 0.15 * this.random());
    }
    const heap = LIVE + this.old + this.young;
    this.most = Math.max(this.most, heap + this.youngLimit);
    const loading = 15e6 * (1 - Math.exp(-age / 4));
    return {
      "process.memory.usage": LOADED + loading + this.most + 2e5 * this.random(),
      "v8js.memory.heap.used": heap,
      ...(this.afterFull === null ? {} : { "nodejs.memory.heap.used_after_gc": this.afterFull }),
    };
  }

  private nextLimit(): number {
    return 20e6 + 55e6 * this.random();
  }
}
