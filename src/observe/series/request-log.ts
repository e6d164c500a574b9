import type { RequestCell } from "../request-cell.ts";
import type { Tally } from "../tally.ts";
import { latencyKey } from "./latency-key.ts";
import { FAILED, keyOf, ONLY_DURATION, type RequestCode, revisionIn, weightOf } from "./request-code.ts";

/** Seconds are kept modulo this, so no request may be older than that against the newest. */
export const LOG_SECONDS = 512;
const COUNT_BITS = 23;
const MAX_COUNT = (1 << COUNT_BITS) - 1;
const SMALLEST = 16;
/** Words (two a request) of which the first and the last second are known, so that most need not be read. */
const BLOCK = 256;
const BLOCK_BITS = 8;
const NONE = new Uint32Array(0);
/** From so many words on (two a request), requests alike are looked for; and places of such that are remembered. */
const WORTH_MERGING = 512;
const PLACE_BITS = 9;

/**
 * The requests of the last minutes in eight bytes each, in the order in which they arrived: memory follows how many
 * requests there are, and not how many seconds or series. Two words a request: its second (modulo 512) with how many
 * like it there are, and its code. Where many come in one second most are like another, and those are counted
 * together, so that what is held and read of a busy series follows how many different requests it serves. Who uses it
 * says which second is the newest, and drains it before a request is 512 seconds older than that.
 */
export class RequestLog {
  private words: Uint32Array = NONE;
  private used = 0;
  private first: number[] = [];
  private last: number[] = [];
  /** Where a request of that second and code was put, by a hash of both; what is gone from there is put anew. */
  private places: Uint32Array | null = null;

  get bytes(): number {
    return 4 * (this.words.length + (this.places?.length ?? 0));
  }

  add(second: number, code: RequestCode, count: number): void {
    const at = second & (LOG_SECONDS - 1);
    const last = this.used - 2;
    if (last >= 0 && this.words[last + 1] === code) {
      const word = this.words[last] as number;
      if (word >>> COUNT_BITS === at && (word & MAX_COUNT) + count <= MAX_COUNT) {
        this.words[last] = word + count;
        return;
      }
    }
    if (this.used >= WORTH_MERGING && this.merge(at, code, count)) return;
    for (let left = count; left > 0; left -= MAX_COUNT) {
      if (this.used === this.words.length) this.resize(Math.max(SMALLEST, this.used * 1.5));
      this.words[this.used++] = (at << COUNT_BITS) | Math.min(left, MAX_COUNT);
      this.words[this.used++] = code;
      this.bound(this.used - 2, second);
    }
  }

  /** Whether there was one like it to be counted with. Remembers the place where it is about to be put otherwise. */
  private merge(at: number, code: RequestCode, count: number): boolean {
    this.places ??= new Uint32Array(1 << PLACE_BITS);
    // Knuth's multiplicative hashing: the highest bits depend on all.
    const slot = Math.imul(code ^ (at << 5), 0x9e3779b1) >>> (32 - PLACE_BITS);
    const place = this.places[slot] as number;
    if (place < this.used && this.words[place + 1] === code) {
      const word = this.words[place] as number;
      if (word >>> COUNT_BITS === at && (word & MAX_COUNT) + count <= MAX_COUNT) {
        this.words[place] = word + count;
        return true;
      }
    }
    this.places[slot] = this.used;
    return false;
  }

  /**
   * Adds up what lies between two seconds, both included, into the cell of each revision; a revision without a cell is
   * left out. `seconds`, indexed by second modulo 512, says which to take (1, else 0); those with a request become 2.
   */
  sum(
    newest: number,
    from: number,
    to: number,
    cells: readonly (RequestCell | undefined)[],
    seconds?: Uint8Array,
  ): void {
    const { words } = this;
    for (let block = 0; block < this.first.length; block++) {
      if ((this.last[block] as number) < from || (this.first[block] as number) > to) continue;
      const end = Math.min(this.used, (block + 1) * BLOCK);
      for (let i = block * BLOCK; i < end; i += 2) {
        const word = words[i] as number;
        const at = word >>> COUNT_BITS;
        const second = newest - ((newest - at) & (LOG_SECONDS - 1));
        if (second < from || second > to) continue;
        if (seconds) {
          if (seconds[at] === 0) continue;
          seconds[at] = 2;
        }
        const code = words[i + 1] as number;
        cells[revisionIn(code)]?.addCode(code, word & MAX_COUNT);
      }
    }
  }

  /**
   * One tally per second in effective sample sizes (see `tallyOf`); a request is bad that failed, or, given a limit,
   * that took longer.
   */
  steps(newest: number, from: number, to: number, slowMs: number | null): Tally[] {
    const length = Math.max(0, to - from + 1);
    const sums = new Float64Array(3 * length);
    const limit = slowMs === null ? -1 : latencyKey(slowMs);
    const { words } = this;
    for (let block = 0; block < this.first.length; block++) {
      if ((this.last[block] as number) < from || (this.first[block] as number) > to) continue;
      const end = Math.min(this.used, (block + 1) * BLOCK);
      for (let i = block * BLOCK; i < end; i += 2) {
        const word = words[i] as number;
        const second = newest - ((newest - (word >>> COUNT_BITS)) & (LOG_SECONDS - 1));
        if (second < from || second > to) continue;
        const code = words[i + 1] as number;
        if (slowMs === null ? code & ONLY_DURATION : keyOf(code) === 0) continue;
        const weight = weightOf(code);
        const sum = (word & MAX_COUNT) * weight;
        const at = 3 * (second - from);
        (sums[at] as number) += sum;
        (sums[at + 1] as number) += sum * weight;
        const bad = slowMs === null ? (code & FAILED) !== 0 : keyOf(code) > limit;
        if (bad) (sums[at + 2] as number) += sum;
      }
    }
    const steps: Tally[] = [];
    for (let at = 0; at < 3 * length; at += 3) {
      const total = sums[at] as number;
      const squares = sums[at + 1] as number;
      const scale = total === squares ? 1 : total / squares;
      steps.push({ total: Math.round(total * scale), hits: Math.round((sums[at + 2] as number) * scale) });
    }
    return steps;
  }

  /** Takes out what is older than `before` and shows it. */
  drain(
    newest: number,
    before: number,
    show: (second: number, code: RequestCode, count: number) => void,
  ): void {
    const { words, used } = this;
    let kept = 0;
    this.first = [];
    this.last = [];
    for (let i = 0; i < used; i += 2) {
      const word = words[i] as number;
      const code = words[i + 1] as number;
      const second = newest - ((newest - (word >>> COUNT_BITS)) & (LOG_SECONDS - 1));
      if (second < before) show(second, code, word & MAX_COUNT);
      else {
        words[kept] = word;
        words[kept + 1] = code;
        this.bound(kept, second);
        kept += 2;
      }
    }
    this.used = kept;
    if (kept < WORTH_MERGING) this.places = null;
    if (kept === 0) this.words = NONE;
    else if (kept < words.length / 3) this.resize(kept * 1.25);
  }

  pack(): Uint8Array {
    return new Uint8Array(this.words.buffer, this.words.byteOffset, this.used * 4);
  }

  /** What is no whole number of requests is cut off. @param newest as it was packed with. */
  static unpack(packed: Uint8Array, newest: number): RequestLog {
    const log = new RequestLog();
    log.used = Math.floor(packed.length / 8) * 2;
    log.words = new Uint32Array(new Uint8Array(packed).buffer, 0, log.used);
    for (let i = 0; i < log.used; i += 2) {
      const at = (log.words[i] as number) >>> COUNT_BITS;
      log.bound(i, newest - ((newest - at) & (LOG_SECONDS - 1)));
    }
    return log;
  }

  private bound(at: number, second: number): void {
    const block = at >>> BLOCK_BITS;
    if ((at & (BLOCK - 1)) === 0) {
      this.first[block] = second;
      this.last[block] = second;
    } else if (second > (this.last[block] as number)) this.last[block] = second;
    else if (second < (this.first[block] as number)) this.first[block] = second;
  }

  private resize(length: number): void {
    const larger = new Uint32Array(Math.ceil(Math.max(SMALLEST, length) / 2) * 2);
    larger.set(this.words.subarray(0, this.used));
    this.words = larger;
  }
}
