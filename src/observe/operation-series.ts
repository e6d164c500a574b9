import { type CellJson, RequestCell } from "./request-cell.ts";
import { type Tally, tallyOf } from "./tally.ts";

/** Seconds for which one-second buckets are kept; older ones are added up into minutes. */
const FINE_SECONDS = 300;
const COARSE_MINUTES = 60;
/** A service that names a new revision with every request is one that names none. */
const MAX_REVISIONS = 16;
const OTHER = "*other*";

export interface RevisionSpan {
  revision: string;
  firstMs: number;
  lastMs: number;
}

/** A stretch in which the operation was broken: no part of what is normal. Seconds; open while it lasts. */
interface Stretch {
  from: number;
  to: number | null;
}

type Cells = Map<string, RequestCell>;

export interface SeriesJson {
  seconds: [number, [string, CellJson][]][];
  minutes: [number, [string, CellJson][]][];
  revisions: RevisionSpan[];
  broken: Stretch[];
}

/**
 * Requests of one operation over time, in buckets of one second by the end of the request, each by the
 * revision that served it ("" where the process names none). Buckets are keyed, not appended, so late,
 * early and unordered spans all find theirs.
 */
export class OperationSeries {
  /** The newest second that holds a request; windows end here and not at the clock's now, so that a pipeline that lags by half a minute is judged by what it has delivered. */
  newest = Number.NEGATIVE_INFINITY;
  /** Counts up with every request that ended before the newest second: whoever has read that far reads again. */
  late = 0;
  private seconds = new Map<number, Cells>();
  private minutes = new Map<number, Cells>();
  private spans = new Map<string, RevisionSpan>();
  private stretches: Stretch[] = [];

  add(endMs: number, revision: string, failed: boolean, durationMs: number | null): void {
    const second = Math.floor(endMs / 1000);
    if (second > this.newest) {
      this.newest = second;
      if (this.seconds.size > FINE_SECONDS + 30) this.rollUp();
    } else if (second < this.newest) this.late++;
    const name = this.spans.has(revision) || this.spans.size < MAX_REVISIONS ? revision : OTHER;
    const span = this.spans.get(name);
    if (!span) this.spans.set(name, { revision: name, firstMs: endMs, lastMs: endMs });
    else {
      span.firstMs = Math.min(span.firstMs, endMs);
      span.lastMs = Math.max(span.lastMs, endMs);
    }
    const age = this.newest - second;
    if (age >= COARSE_MINUTES * 60) return;
    const cells =
      age < FINE_SECONDS ? bucket(this.seconds, second) : bucket(this.minutes, Math.floor(second / 60));
    cellOf(cells, name).add(failed, durationMs);
  }

  /** Everything from `from` to `to`, both included, in seconds; of some revisions only, if asked. */
  sum(from: number, to: number, of: (revision: string) => boolean = () => true): RequestCell {
    const total = new RequestCell();
    for (const [revision, cell] of this.byRevision(from, to)) if (of(revision)) total.merge(cell);
    return total;
  }

  byRevision(from: number, to: number): Map<string, RequestCell> {
    const found: Cells = new Map();
    const take = (cells: Cells | undefined) => {
      for (const [revision, cell] of cells ?? []) cellOf(found, revision).merge(cell);
    };
    // Sparse traffic leaves old seconds where they are: whichever is shorter is walked, the range or what there is.
    if (to - from < this.seconds.size) for (let s = from; s <= to; s++) take(this.seconds.get(s));
    else for (const [second, cells] of this.seconds) if (second >= from && second <= to) take(cells);
    for (const [minute, cells] of this.minutes) {
      if (minute * 60 >= from && minute * 60 + 59 <= to) take(cells);
    }
    return found;
  }

  /**
   * One step per second, oldest first: how many requests, and how many of them were bad, that is failing, or,
   * given a limit, slower than it.
   */
  steps(from: number, to: number, slowMs: number | null): Tally[] {
    const steps: Tally[] = [];
    for (let second = from; second <= to; second++) {
      const step = { total: 0, hits: 0 };
      for (const cell of this.seconds.get(second)?.values() ?? []) {
        const { total, hits } = tallyOf(cell, slowMs);
        step.total += total;
        step.hits += hits;
      }
      steps.push(step);
    }
    return steps;
  }

  /** What was normal in the `span` seconds before `before`: broken stretches left out. */
  baseline(before: number, span: number): { cell: RequestCell; seconds: number } {
    const cell = new RequestCell();
    const seconds = this.eachHealthy(before, span, (one) => cell.merge(one));
    return { cell, seconds };
  }

  /** The same as a count of bad requests, which is much cheaper. */
  baselineTally(before: number, span: number, slowMs: number | null): Tally & { seconds: number } {
    const sum = { total: 0, hits: 0 };
    const seconds = this.eachHealthy(before, span, (one) => {
      const { total, hits } = tallyOf(one, slowMs);
      sum.total += total;
      sum.hits += hits;
    });
    return { ...sum, seconds };
  }

  /** Whether no part of that stretch, in seconds, is known to be broken. */
  isHealthy(from: number, to: number): boolean {
    return !this.stretches.some((s) => s.from <= to && (s.to === null || s.to >= from));
  }

  /** In the order in which they were first seen. */
  revisions(): RevisionSpan[] {
    return [...this.spans.values()].sort((a, b) => a.firstMs - b.firstMs);
  }

  /** From that second on the operation is broken, until `mend`. */
  breakAt(from: number): void {
    this.stretches = [...this.stretches.slice(-19), { from, to: null }];
  }

  mendAt(to: number): void {
    for (const stretch of this.stretches) stretch.to ??= to;
  }

  toJSON(): SeriesJson {
    const pack = (map: Map<number, Cells>): SeriesJson["seconds"] =>
      [...map].map(([at, cells]) => [at, [...cells].map(([revision, cell]) => [revision, cell.toJSON()])]);
    return {
      seconds: pack(this.seconds),
      minutes: pack(this.minutes),
      revisions: this.revisions(),
      broken: this.stretches,
    };
  }

  static from(json: SeriesJson): OperationSeries {
    const series = new OperationSeries();
    const unpack = (packed: SeriesJson["seconds"]) =>
      new Map(
        packed.map(([at, cells]) => [
          at,
          new Map(cells.map(([revision, cell]) => [revision, RequestCell.from(cell)])),
        ]),
      );
    series.seconds = unpack(json.seconds);
    series.minutes = unpack(json.minutes);
    series.spans = new Map(json.revisions.map((span) => [span.revision, { ...span }]));
    series.stretches = json.broken.map((stretch) => ({ ...stretch }));
    for (const second of series.seconds.keys()) series.newest = Math.max(series.newest, second);
    return series;
  }

  /** Shows every healthy cell of the `span` seconds before `before`; returns how many seconds they cover. */
  private eachHealthy(before: number, span: number, show: (cell: RequestCell) => void): number {
    let covered = 0;
    const take = (cells: Cells, length: number) => {
      for (const one of cells.values()) show(one);
      covered += length;
    };
    for (const [second, cells] of this.seconds) {
      if (second >= before - span && second < before && this.isHealthy(second, second)) take(cells, 1);
    }
    for (const [minute, cells] of this.minutes) {
      const from = minute * 60;
      if (from >= before - span && from + 59 < before && this.isHealthy(from, from + 59)) take(cells, 60);
    }
    return covered;
  }

  private rollUp(): void {
    for (const [second, cells] of this.seconds) {
      if (this.newest - second < FINE_SECONDS) continue;
      const minute = bucket(this.minutes, Math.floor(second / 60));
      for (const [revision, cell] of cells) cellOf(minute, revision).merge(cell);
      this.seconds.delete(second);
    }
    for (const minute of this.minutes.keys()) {
      if (this.newest - minute * 60 >= COARSE_MINUTES * 60) this.minutes.delete(minute);
    }
    const oldest = (this.newest - COARSE_MINUTES * 60) * 1000;
    for (const [name, span] of this.spans) if (span.lastMs < oldest) this.spans.delete(name);
  }
}

function bucket(map: Map<number, Cells>, key: number): Cells {
  let cells = map.get(key);
  if (!cells) {
    cells = new Map();
    map.set(key, cells);
  }
  return cells;
}

function cellOf(cells: Cells, revision: string): RequestCell {
  let cell = cells.get(revision);
  if (!cell) {
    cell = new RequestCell();
    cells.set(revision, cell);
  }
  return cell;
}
