/** A service that names a new revision with every request is one that names none. */
const MAX_REVISIONS = 16;
const OTHER = MAX_REVISIONS;
const OTHER_NAME = "*other*";
/** What has not served for so long gives way to a new one when all places are taken. */
const GONE_MS = 600_000;

export interface RevisionSpan {
  revision: string;
  firstMs: number;
  lastMs: number;
}

interface Folding {
  fold(gone: number, others: number): void;
}

/** The revisions of one series by small numbers, and when each was first and last seen. */
export class RevisionTable {
  private readonly spans: (RevisionSpan | undefined)[] = [];
  private last = 0;

  /**
   * The number of that revision; beyond sixteen, of all others together.
   *
   * @param series is told of a revision that gave way: what stood under its number belongs to the others now.
   */
  numberOf(revision: string, endMs: number, series: Folding): number {
    let number = this.last;
    let span = this.spans[number];
    if (span?.revision !== revision) {
      number = this.spans.findIndex((one) => one?.revision === revision);
      if (number < 0) number = this.place(endMs, series);
      span = this.spans[number] ??= {
        revision: number === OTHER ? OTHER_NAME : revision,
        firstMs: endMs,
        lastMs: endMs,
      };
      this.last = number;
    }
    if (endMs < span.firstMs) span.firstMs = endMs;
    if (endMs > span.lastMs) span.lastMs = endMs;
    return number;
  }

  nameOf(number: number): string {
    return this.spans[number]?.revision ?? OTHER_NAME;
  }

  /** By number; undefined where a number stands for none. */
  names(): (string | undefined)[] {
    return this.spans.map((span) => span?.revision);
  }

  /** In the order in which they were first seen. */
  list(): RevisionSpan[] {
    return this.spans.filter((span) => span !== undefined).sort((a, b) => a.firstMs - b.firstMs);
  }

  /** Forgets those of which nothing can be left. */
  forget(beforeMs: number): void {
    for (let i = 0; i < this.spans.length; i++) {
      if ((this.spans[i]?.lastMs ?? Number.POSITIVE_INFINITY) < beforeMs) this.spans[i] = undefined;
    }
  }

  toJSON(): [number, RevisionSpan][] {
    return [...this.spans.entries()].filter(
      (entry): entry is [number, RevisionSpan] => entry[1] !== undefined,
    );
  }

  static from(json: readonly (readonly [number, RevisionSpan])[]): RevisionTable {
    const table = new RevisionTable();
    for (const [number, span] of json) {
      if (!(Number.isInteger(number) && number >= 0 && number <= OTHER)) continue;
      while (table.spans.length < number) table.spans.push(undefined);
      table.spans[number] = { ...span };
    }
    return table;
  }

  private place(endMs: number, series: Folding): number {
    for (let i = 0; i < MAX_REVISIONS; i++) if (this.spans[i] === undefined) return i;
    let oldest = 0;
    for (let i = 1; i < MAX_REVISIONS; i++) {
      if ((this.spans[i] as RevisionSpan).lastMs < (this.spans[oldest] as RevisionSpan).lastMs) oldest = i;
    }
    const gone = this.spans[oldest] as RevisionSpan;
    if (gone.lastMs > endMs - GONE_MS) return OTHER;
    const others = this.spans[OTHER];
    this.spans[OTHER] = {
      revision: OTHER_NAME,
      firstMs: Math.min(others?.firstMs ?? gone.firstMs, gone.firstMs),
      lastMs: Math.max(others?.lastMs ?? gone.lastMs, gone.lastMs),
    };
    this.spans[oldest] = undefined;
    series.fold(oldest, OTHER);
    return oldest;
  }
}
