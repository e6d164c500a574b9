import { RequestCell } from "./request-cell.ts";
import { BrokenStretches, type Stretch } from "./series/broken-stretches.ts";
import { HourOfWeek, type Season } from "./series/hour-of-week.ts";
import {
  FAILED,
  ONLY_DURATION,
  type RequestCode,
  requestCode,
  revisionIn,
  withRevision,
} from "./series/request-code.ts";
import { RequestHistory } from "./series/request-history.ts";
import { LOG_SECONDS, RequestLog } from "./series/request-log.ts";
import { type RevisionSpan, RevisionTable } from "./series/revision-table.ts";
import { SeriesBudget } from "./series/series-budget.ts";
import { type Tally, tallyOf } from "./tally.ts";

const MINUTE = 60;
const HOUR = 3600;
/** Of one second each, by second modulo as many: what a baseline takes and has taken. */
const scratch = new Uint8Array(LOG_SECONDS);
/** Seconds; what is later than that is lost. */
const TOO_LATE = 4 * HOUR;
/** 2106: the last second that fits. */
const LAST_SECOND = 2 ** 32;

/** Requests of a minute, or of ten. Seconds. */
export interface Part {
  start: number;
  seconds: number;
  cell: RequestCell;
}

export interface SeriesJson {
  newest: number;
  /** First second that is still in the log. */
  cut: number;
  /** Base64 of `RequestLog`, and of `PackedCells` by minutes and by ten minutes. */
  log: string;
  minutes: string;
  tens: string;
  weeks: [day: number, base64: string][];
  revisions: [number, RevisionSpan][];
  broken: Stretch[];
}

/**
 * Requests of one operation over time, by the second in which they ended and the revision that served them ("" where the
 * process names none): the last minutes one by one, the last hour by minutes, some hours by ten minutes, and what is
 * normal by hour of the week. Nothing is appended by the clock, so late, early and unordered spans all find their place.
 */
export class OperationSeries {
  // Seconds are whole numbers, and 0 where there is none, so that they stand in the object itself: of tens of thousands of series
  // each number that stood elsewhere would have to be fetched from memory with every request.
  private last = 0;
  private failed = 0;
  /** Seconds before it are no longer in the log; and when to pack the next minutes. */
  private cut = 0;
  private nextRoll = 0;
  private nextLearn = 0;
  /** Observed without a gap since then. */
  private since = 0;
  /** Counts up with every request that ended before the newest second: whoever has read that far reads again. */
  outOfOrder = 0;
  /** What `slowLimit` learnt of it, and when. Beside the series, as it is asked for with every request. */
  slow: { second: number; limit: number | null } | null = null;
  private readonly budget: SeriesBudget;
  private log: RequestLog;
  private older: RequestHistory | null = null;
  private weeks: HourOfWeek | null = null;
  private table = new RevisionTable();
  /** Of most series there are none. */
  private stretches: BrokenStretches | null = null;
  private logBytes = 0;
  private historyBytes = 0;
  /** Spreads the packing of many series over the minute. */
  private readonly phase: number;

  constructor(budget: SeriesBudget = new SeriesBudget()) {
    this.budget = budget;
    this.log = new RequestLog(budget.blocks);
    budget.series++;
    this.phase = budget.made++ % MINUTE;
  }

  /** The newest second that holds a request; windows end here and not at the clock's now, so that a pipeline that lags by half a minute is judged by what it has delivered. */
  get newest(): number {
    return this.last === 0 ? Number.NEGATIVE_INFINITY : this.last;
  }

  /** The newest second in which a request failed. */
  get lastFailed(): number {
    return this.failed === 0 ? Number.NEGATIVE_INFINITY : this.failed;
  }

  /**
   * @param durationMs null where it says nothing about the service.
   * @param weight how many requests this one stands for, where others were sampled away.
   */
  add(endMs: number, revision: string, failed: boolean, durationMs: number | null, weight = 1): void {
    const number = this.enter(endMs, revision);
    if (number === null) return;
    this.put(Math.floor(endMs / 1000), requestCode(number, failed, durationMs, weight), 1);
  }

  /** As `add`. @param code of revision 0; whoever counts a request in two series codes it once. */
  addCoded(endMs: number, revision: string, code: RequestCode): void {
    const number = this.enter(endMs, revision);
    if (number !== null) this.put(Math.floor(endMs / 1000), withRevision(code, number), 1);
  }

  /**
   * Requests that a metric counted together, each of them evidence by itself.
   *
   * @param of.durations milliseconds and how many took about that long; they are of the same requests, and need not be of all.
   */
  addMany(of: {
    second: number;
    revision: string;
    requests: number;
    errors: number;
    durations: readonly (readonly [ms: number, count: number])[];
  }): void {
    const number = this.enter(of.second * 1000, of.revision);
    if (number === null) return;
    const second = Math.floor(of.second);
    // As much as one entry of the log holds: no process serves as many in a second, and a forged count makes no thousand entries.
    const whole = (count: number) => (count > 0 ? Math.min(2 ** 23 - 1, Math.round(count)) : 0);
    const errors = whole(of.errors);
    this.put(second, requestCode(number, true, null, 1), errors);
    this.put(second, requestCode(number, false, null, 1), whole(of.requests) - errors);
    for (const [ms, count] of of.durations) {
      this.put(second, (requestCode(number, false, ms, 1) | ONLY_DURATION) >>> 0, whole(count));
    }
  }

  /** Everything from `from` to `to`, both included, in seconds; of some revisions only, if asked. Of what is older than the last minutes, whole minutes only. */
  sum(from: number, to: number, of: (revision: string) => boolean = () => true): RequestCell {
    const total = new RequestCell();
    const cells = this.table.names().map((name) => (name !== undefined && of(name) ? total : undefined));
    this.collect(from, to, cells);
    return total;
  }

  /** Everything from `from` to `to` by minutes and ten minutes, those that lie wholly between and hold requests, oldest first. */
  parts(from: number, to: number): Part[] {
    const found = new Map<number, Part>();
    const part = (start: number, seconds: number) => {
      let one = found.get(start);
      if (!one) {
        one = { start, seconds, cell: new RequestCell() };
        found.set(start, one);
      }
      return one;
    };
    this.older?.read(from, to, (_revision, start, seconds) => part(start, seconds).cell);
    const first = Math.max(from, this.cut, this.newest - LOG_SECONDS + 1);
    for (let start = Math.ceil(first / MINUTE) * MINUTE; start + MINUTE - 1 <= to; start += MINUTE) {
      const { cell } = part(start, MINUTE);
      this.log.sum(
        this.newest,
        start,
        start + MINUTE - 1,
        this.table.names().map(() => cell),
      );
    }
    return [...found.values()]
      .filter(({ cell }) => cell.requests > 0 || cell.latency.count > 0)
      .sort((a, b) => a.start - b.start);
  }

  byRevision(from: number, to: number): Map<string, RequestCell> {
    const cells = this.table.names().map((name) => (name === undefined ? undefined : new RequestCell()));
    this.collect(from, to, cells);
    const found = new Map<string, RequestCell>();
    for (const [number, cell] of cells.entries()) {
      if (cell && (cell.requests > 0 || cell.latency.count > 0)) found.set(this.table.nameOf(number), cell);
    }
    return found;
  }

  /**
   * One step per second, oldest first: how many requests, and how many of them were bad, that is failing, or,
   * given a limit, slower than it. Nothing before `stepsFrom`.
   */
  steps(from: number, to: number, slowMs: number | null): Tally[] {
    return this.log.steps(this.newest, from, to, slowMs);
  }

  /** From that second on `steps` knows each second; what is older has been added up. */
  get stepsFrom(): number {
    return this.cut;
  }

  /** What was normal in the `span` seconds before `before`: broken stretches left out. */
  baseline(before: number, span: number): { cell: RequestCell; seconds: number } {
    const cell = new RequestCell();
    // A series that a metric named and nothing was counted in has no newest second to count up to.
    if (!Number.isFinite(before) || !Number.isFinite(this.newest)) return { cell, seconds: 0 };
    const cells = this.table.names().map(() => cell);
    const from = Math.max(before - span, this.cut, this.newest - LOG_SECONDS + 1);
    const to = Math.min(before - 1, this.newest);
    const wanted = scratch.fill(1);
    if (this.stretches) {
      for (let second = from; second <= to; second++) {
        if (!this.isHealthy(second, second)) wanted[second & (LOG_SECONDS - 1)] = 0;
      }
    }
    this.log.sum(this.newest, from, to, cells, wanted);
    let seconds = 0;
    for (let second = from; second <= to; second++) if (wanted[second & (LOG_SECONDS - 1)] === 2) seconds++;
    const taken = new Set<number>();
    this.older?.read(before - span, before - 1, (_revision, start, length) => {
      if (!this.isHealthy(start, start + length - 1)) return;
      if (!taken.has(start)) seconds += length;
      taken.add(start);
      return cell;
    });
    return { cell, seconds };
  }

  /** The same as a count of bad requests. */
  baselineTally(before: number, span: number, slowMs: number | null): Tally & { seconds: number } {
    const { cell, seconds } = this.baseline(before, span);
    return { ...tallyOf(cell, slowMs), seconds };
  }

  /** What is normal at that hour of the week, as whole healthy hours of the weeks before showed it; null where none did. */
  seasonal(second: number): Season | null {
    return this.weeks?.at(second) ?? null;
  }

  /** Whether no part of that stretch, in seconds, is known to be broken. */
  isHealthy(from: number, to: number): boolean {
    return !this.stretches?.overlap(from, to);
  }

  /** In the order in which they were first seen. */
  revisions(): RevisionSpan[] {
    return this.table.list();
  }

  /** From that second on the operation is broken, until `mend`. */
  breakAt(from: number): void {
    this.stretches ??= new BrokenStretches();
    this.stretches.breakAt(from);
  }

  /** @param passed by itself, and nobody wrote down that it must not be. */
  mendAt(to: number, passed = false): void {
    this.stretches?.mendAt(to, passed);
  }

  /** Packs what has grown old, also of a series that nothing comes for any more. */
  settle(second: number): void {
    if (second >= this.nextRoll && this.last > 0) this.roll(second);
  }

  /** Whether it holds nothing any more; of a baseline by hour of the week, nothing that was added to in two weeks. */
  isSpent(second: number): boolean {
    if (this.log.bytes > 0 || (this.older?.bytes ?? 0) > 0) return false;
    return this.weeks === null || second - this.newest > 14 * 24 * HOUR;
  }

  /** Gives back what it took of the budget; not to be used any more. */
  dispose(): void {
    this.log.clear();
    this.budget.series--;
    this.budget.logBytes -= this.logBytes;
    this.budget.historyBytes -= this.historyBytes;
    if (this.weeks) this.budget.seasons--;
  }

  toJSON(): SeriesJson {
    const { minutes, tens } = (this.older ?? new RequestHistory()).toBytes();
    return {
      newest: this.last,
      cut: this.cut,
      log: base64(this.log.pack()),
      minutes: base64(minutes),
      tens: base64(tens),
      weeks: this.weeks?.toJSON() ?? [],
      revisions: this.table.toJSON(),
      broken: this.stretches?.toJSON() ?? [],
    };
  }

  static from(json: SeriesJson, budget?: SeriesBudget): OperationSeries {
    const series = new OperationSeries(budget);
    if (!(json.newest > 0)) return series;
    series.last = json.newest;
    series.failed = json.newest;
    series.since = json.newest + 1;
    series.cut = Math.max(json.cut, json.newest - LOG_SECONDS + 1);
    series.nextRoll = json.newest + series.phase;
    series.nextLearn = nextHour(json.newest);
    series.log = RequestLog.unpack(Buffer.from(json.log, "base64"), json.newest, series.budget.blocks);
    series.older = RequestHistory.from({
      minutes: Buffer.from(json.minutes, "base64"),
      tens: Buffer.from(json.tens, "base64"),
    });
    if (json.weeks.length > 0) {
      series.weeks = HourOfWeek.from(json.weeks);
      series.budget.seasons++;
    }
    series.table = RevisionTable.from(json.revisions);
    if (json.broken.length > 0) series.stretches = new BrokenStretches(json.broken);
    series.account();
    return series;
  }

  /** The number of the revision; null where the time is none that can be kept. */
  private enter(endMs: number, revision: string): number | null {
    const second = Math.floor(endMs / 1000);
    if (!(second > 0 && second < LAST_SECOND && second > this.last - TOO_LATE)) return null;
    if (second > this.last) {
      if (this.last === 0) {
        this.since = second;
        this.nextLearn = nextHour(second);
      }
      if (second >= this.nextRoll) this.roll(second);
      this.last = second;
    } else if (second < this.last) this.outOfOrder++;
    return this.table.numberOf(revision, endMs, this);
  }

  /** The revision gave way to a younger one: what stood under its number belongs to the others now. */
  fold(gone: number, others: number): void {
    this.older?.rename(gone, others);
  }

  private get history(): RequestHistory {
    this.older ??= new RequestHistory();
    return this.older;
  }

  private put(second: number, code: number, count: number): void {
    if (count <= 0) return;
    if (code & FAILED && second > this.failed) this.failed = second;
    if (second >= this.cut) {
      this.log.add(second, code, count);
      if (this.log.bytes !== this.logBytes) this.account();
      return;
    }
    this.history.cell(second, revisionIn(code)).addCode(code, count);
  }

  private collect(from: number, to: number, cells: readonly (RequestCell | undefined)[]): void {
    this.log.sum(this.newest, from, to, cells);
    this.older?.read(from, to, (revision) => cells[revision]);
  }

  /** Moves on to `second`: what is older than the seconds that are kept goes to minutes, old minutes to tens. */
  private roll(second: number): void {
    const keeping = this.budget.keeping();
    const cut = Math.floor((second - keeping.seconds) / MINUTE) * MINUTE;
    this.log.drain(this.newest, cut, (at, code, count) => {
      this.history.cell(at, revisionIn(code)).addCode(code, count);
    });
    this.cut = cut;
    this.nextRoll = cut + keeping.seconds + MINUTE + this.phase;
    this.learn();
    if (this.older) this.table.forget(1000 * this.older.age(second, keeping));
    this.account();
  }

  /** Remembers each hour that is over, observed whole and healthy. */
  private learn(): void {
    for (; this.nextLearn + HOUR <= this.cut; this.nextLearn += HOUR) {
      const start = this.nextLearn;
      // Far behind after a pause: nothing of those hours is left.
      if (start < this.cut - 2 * HOUR) {
        this.nextLearn = Math.floor(this.cut / HOUR) * HOUR - 2 * HOUR;
        continue;
      }
      if (start < this.since || this.stretches?.hasFault(start, start + HOUR - 1)) continue;
      const cell = this.sum(start, start + HOUR - 1);
      if (cell.requests === 0 && !this.weeks) continue;
      if (!this.weeks) {
        if (!this.budget.mayLearnSeason) continue;
        this.weeks = new HourOfWeek();
        this.budget.seasons++;
      }
      this.weeks.learn(start, cell);
    }
  }

  private account(): void {
    this.budget.logBytes += this.log.bytes - this.logBytes;
    this.logBytes = this.log.bytes;
    const history = this.older?.bytes ?? 0;
    this.budget.historyBytes += history - this.historyBytes;
    this.historyBytes = history;
  }
}

const nextHour = (second: number) => Math.ceil(second / HOUR) * HOUR;
const base64 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
