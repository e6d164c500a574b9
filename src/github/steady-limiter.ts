interface Limits {
  maxConcurrent?: number | null;
  /** Between the beginnings of two, in milliseconds. */
  minTime?: number | null;
}
type Run<T> = (...given: never[]) => Promise<T>;

/**
 * Of Bottleneck what `@octokit/plugin-throttling` asks of it, by a clock that nobody sets. Bottleneck plans the next request by
 * `Date.now()` (`_nextRequest` in its light.js): once the machine's clock was set back by an hour, each request waits for one.
 */
export class SteadyLimiter {
  /** One limiter for each key, for good: there are as many as installations. */
  static Group = class {
    readonly #limits: Limits;
    readonly #of = new Map<string, SteadyLimiter>();

    constructor(limits: Limits) {
      this.#limits = limits;
    }

    key(id: string): SteadyLimiter {
      const limiter = this.#of.get(id) ?? new SteadyLimiter(this.#limits);
      this.#of.set(id, limiter);
      return limiter;
    }
  };

  /** Nothing is told: `waitOutLimits` asks again after a limit. */
  static Events = class {
    constructor(of: { on?: () => void }) {
      of.on = () => {};
    }
  };

  readonly #apartMs: number;
  readonly #line: (() => void)[] = [];
  #free: number;
  #next = Number.NEGATIVE_INFINITY;

  constructor({ maxConcurrent, minTime }: Limits = {}) {
    this.#free = maxConcurrent ?? Number.POSITIVE_INFINITY;
    this.#apartMs = minTime ?? 0;
  }

  on(): void {}

  /** Runs it when its turn has come, in the order in which it was asked; options may come first. */
  async schedule<T>(...given: [Run<T>, ...unknown[]] | [object, Run<T>, ...unknown[]]): Promise<T> {
    const [run, ...args] = (typeof given[0] === "function" ? given : given.slice(1)) as [Run<T>, ...never[]];
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((turn) => this.#line.push(turn));
    try {
      await this.#apart();
      return await run(...args);
    } finally {
      const next = this.#line.shift();
      if (next) next();
      else this.#free++;
    }
  }

  async #apart(): Promise<void> {
    if (this.#apartMs === 0) return;
    const now = performance.now();
    const begin = Math.max(now, this.#next);
    this.#next = begin + this.#apartMs;
    if (begin > now) await new Promise<void>((turn) => setTimeout(turn, begin - now));
  }
}
