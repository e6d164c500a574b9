import type { RequestCell } from "../request-cell.ts";
import type { Tally } from "../tally.ts";
import { BLOCK_WORDS, type BlockPool, PAGE_MASK } from "./block-pool.ts";
import { latencyKey } from "./latency-key.ts";
import {
  FAILED,
  keyOf,
  ONLY_DURATION,
  type RequestCode,
  revisionIn,
  WEIGHT_MASK,
  weightOf,
} from "./request-code.ts";

/** Seconds are kept modulo this, so no request may be older than that against the newest. */
export const LOG_SECONDS = 512;
/** Of the weight's bits in a word: the lowest five are how many there are like it, the others its second. */
const FEW_BITS = 5;
const FEW = (1 << FEW_BITS) - 1;
/** Of a second word: how many, below the weight. */
const COUNT_BITS = 18;
const MAX_COUNT = (1 << COUNT_BITS) - 1;
/** A block begins with where the next one is and with its first and its last second, so that most need not be read. */
const HEADER = 3;
/** From so many blocks on, requests alike are looked for; and places of such that are remembered. */
const WORTH_MERGING = 8;
const PLACE_BITS = 9;

/**
 * The requests of the last minutes in four bytes each, in the order in which they arrived: memory follows how many
 * requests there are, and not how many seconds or series. A request is its code with, in place of a weight of one, its
 * second (modulo 512) and how many like it there are; of those with another weight, and of more than 31 at a time, these stand in
 * a second word. Where many come in one second most are like another, and those are counted together, so that what is
 * held and read of a busy series follows how many different requests it serves. Who uses it says which second is the
 * newest, and drains it before a request is 512 seconds older than that.
 *
 * `sum` and `steps` walk the blocks each by itself: through a walk that both share, which calls back for each request, `sum` took
 * half as long again.
 */
export class RequestLog {
  private readonly pool: BlockPool;
  /** Places of the first block and the last; 0 for none. */
  private head = 0;
  private tail = 0;
  /** Words of the last block that are taken. */
  private used = BLOCK_WORDS;
  private blocks = 0;
  /** Where the last request stands; 0 for none that another may be counted with. */
  private lately = 0;
  /** Where a request of that second and code was put, by a hash of both; what is gone from there is put anew. */
  private places: Uint32Array | null = null;

  constructor(pool: BlockPool) {
    this.pool = pool;
  }

  get bytes(): number {
    return 4 * (this.blocks * BLOCK_WORDS + (this.places?.length ?? 0));
  }

  add(second: number, code: RequestCode, count: number): void {
    const word = wordOf(second, code);
    const weight = code & WEIGHT_MASK;
    const { lately } = this;
    if (lately !== 0 && this.join(lately, word, weight, count)) return;
    if (this.blocks < WORTH_MERGING) {
      this.append(second, word, weight, count);
      return;
    }
    this.places ??= new Uint32Array(1 << PLACE_BITS);
    // Knuth's multiplicative hashing: the highest bits depend on all.
    const slot = Math.imul(word ^ Math.imul(weight, 0x85ebca6b), 0x9e3779b1) >>> (32 - PLACE_BITS);
    const place = this.places[slot] as number;
    if (place !== 0 && this.join(place, word, weight, count)) return;
    // Of what there are more than 31 there may be thousands.
    if (place !== 0 && this.isAlike(place, word)) this.append(second, word, weight, count, true);
    else this.append(second, word, weight, count);
    this.places[slot] = this.lately;
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
    for (let block = this.head; block !== 0; ) {
      const page = this.pool.pageOf(block);
      const start = block & PAGE_MASK;
      const end = start + (block === this.tail ? this.used : BLOCK_WORDS);
      block = page[start] as number;
      if ((page[start + 2] as number) < from || (page[start + 1] as number) > to) continue;
      for (let i = start + HEADER; i < end; i++) {
        const word = page[i] as number;
        let count = word & FEW;
        let weight = 0;
        if (count === 0) {
          if (++i === end) break;
          const more = page[i] as number;
          count = more & MAX_COUNT;
          weight = more >>> COUNT_BITS;
        }
        const at = secondIn(word);
        const second = newest - ((newest - at) & (LOG_SECONDS - 1));
        if (second < from || second > to) continue;
        if (seconds) {
          if (seconds[at] === 0) continue;
          seconds[at] = 2;
        }
        const code = codeOf(word, weight);
        cells[revisionIn(code)]?.addCode(code, count);
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
    for (let block = this.head; block !== 0; ) {
      const page = this.pool.pageOf(block);
      const start = block & PAGE_MASK;
      const end = start + (block === this.tail ? this.used : BLOCK_WORDS);
      block = page[start] as number;
      if ((page[start + 2] as number) < from || (page[start + 1] as number) > to) continue;
      for (let i = start + HEADER; i < end; i++) {
        const word = page[i] as number;
        let count = word & FEW;
        let weightCode = 0;
        if (count === 0) {
          if (++i === end) break;
          const more = page[i] as number;
          count = more & MAX_COUNT;
          weightCode = more >>> COUNT_BITS;
        }
        const second = newest - ((newest - secondIn(word)) & (LOG_SECONDS - 1));
        if (second < from || second > to) continue;
        if (slowMs === null ? word & ONLY_DURATION : keyOf(word) === 0) continue;
        const weight = weightOf(weightCode);
        const sum = count * weight;
        const at = 3 * (second - from);
        (sums[at] as number) += sum;
        (sums[at + 1] as number) += sum * weight;
        const bad = slowMs === null ? (word & FAILED) !== 0 : keyOf(word) > limit;
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
    this.readOut((word, weight, count) => {
      const second = newest - ((newest - secondIn(word)) & (LOG_SECONDS - 1));
      if (second < before) show(second, codeOf(word, weight), count);
      else this.put(second, word, weight, count);
    });
    if (this.blocks < WORTH_MERGING) this.places = null;
  }

  /** Gives everything back. */
  clear(): void {
    this.readOut(() => undefined);
    this.places = null;
  }

  pack(): Uint8Array {
    const packed = new Uint32Array(this.blocks * (BLOCK_WORDS - HEADER));
    let length = 0;
    this.each((word, weight, count) => {
      packed[length++] = word;
      if ((word & FEW) === 0) packed[length++] = (weight << COUNT_BITS) | count;
    });
    return new Uint8Array(packed.buffer, 0, 4 * length);
  }

  /** What is no whole request is cut off. @param newest as it was packed with. */
  static unpack(packed: Uint8Array, newest: number, pool: BlockPool): RequestLog {
    const log = new RequestLog(pool);
    const length = packed.length >>> 2;
    const words = new Uint32Array(new Uint8Array(packed).buffer, 0, length);
    for (let i = 0; i < length; i++) {
      const word = words[i] as number;
      let count = word & FEW;
      let weight = 0;
      if (count === 0) {
        if (++i === length) break;
        const more = words[i] as number;
        count = more & MAX_COUNT;
        weight = more >>> COUNT_BITS;
      }
      const second = newest - ((newest - secondIn(word)) & (LOG_SECONDS - 1));
      if (count > 0) log.put(second, word, weight, count);
    }
    return log;
  }

  private isAlike(place: number, word: number): boolean {
    const there = this.pool.pageOf(place)[place & PAGE_MASK] as number;
    return (there ^ word) >>> FEW_BITS === 0;
  }

  /** Counts it with what stands at that place, if that is of the same second and code and there is room. */
  private join(place: number, word: number, weight: number, count: number): boolean {
    const page = this.pool.pageOf(place);
    const at = place & PAGE_MASK;
    const there = page[at] as number;
    if ((there ^ word) >>> FEW_BITS !== 0) return false;
    const few = there & FEW;
    if (few > 0) {
      if (weight !== 0 || few + count > FEW) return false;
      page[at] = there + count;
      return true;
    }
    const more = page[at + 1] as number;
    if (more >>> COUNT_BITS !== weight || (more & MAX_COUNT) + count > MAX_COUNT) return false;
    page[at + 1] = more + count;
    return true;
  }

  /** @param word without a count. @param isMany whether more like it are to be expected. */
  private append(second: number, word: number, weight: number, count: number, isMany = false): void {
    if (weight === 0 && count <= FEW && !isMany) this.put(second, word + count, weight, count);
    else
      for (let left = count; left > 0; left -= MAX_COUNT)
        this.put(second, word, weight, Math.min(left, MAX_COUNT));
  }

  /** @param word with its count, or without where a second one is to follow. */
  private put(second: number, word: number, weight: number, count: number): void {
    const hasMore = (word & FEW) === 0;
    if (this.used + (hasMore ? 2 : 1) > BLOCK_WORDS) this.reach(second);
    const page = this.pool.pageOf(this.tail);
    const start = this.tail & PAGE_MASK;
    if (second < (page[start + 1] as number)) page[start + 1] = second;
    else if (second > (page[start + 2] as number)) page[start + 2] = second;
    this.lately = this.tail + this.used;
    page[start + this.used++] = word;
    if (hasMore) page[start + this.used++] = (weight << COUNT_BITS) | count;
  }

  private reach(second: number): void {
    const place = this.pool.take();
    if (this.tail === 0) this.head = place;
    else {
      const page = this.pool.pageOf(this.tail);
      const start = this.tail & PAGE_MASK;
      page[start] = place;
      // A word that would need a second one: there is none.
      if (this.used < BLOCK_WORDS) page[start + this.used] = 0;
    }
    const page = this.pool.pageOf(place);
    const start = place & PAGE_MASK;
    page[start] = 0;
    page[start + 1] = second;
    page[start + 2] = second;
    this.tail = place;
    this.used = HEADER;
    this.blocks++;
  }

  private each(show: (word: number, weight: number, count: number) => void): void {
    for (let block = this.head; block !== 0; block = this.nextOf(block))
      this.read(block, block === this.tail ? this.used : BLOCK_WORDS, show);
  }

  /** Shows everything, and holds only what is put back meanwhile: a block is free once it was read. */
  private readOut(show: (word: number, weight: number, count: number) => void): void {
    const { head, tail, used } = this;
    this.head = 0;
    this.tail = 0;
    this.used = BLOCK_WORDS;
    this.blocks = 0;
    this.lately = 0;
    this.places?.fill(0);
    for (let block = head; block !== 0; ) {
      this.read(block, block === tail ? used : BLOCK_WORDS, show);
      const next = this.nextOf(block);
      this.pool.give(block);
      block = next;
    }
  }

  private nextOf(block: number): number {
    return this.pool.pageOf(block)[block & PAGE_MASK] as number;
  }

  private read(
    block: number,
    words: number,
    show: (word: number, weight: number, count: number) => void,
  ): void {
    const page = this.pool.pageOf(block);
    const start = block & PAGE_MASK;
    for (let i = start + HEADER; i < start + words; i++) {
      const word = page[i] as number;
      let count = word & FEW;
      let weight = 0;
      if (count === 0) {
        if (++i === start + words) return;
        const more = page[i] as number;
        count = more & MAX_COUNT;
        weight = more >>> COUNT_BITS;
      }
      show(word, weight, count);
    }
  }
}

const secondIn = (word: number): number => (word >>> FEW_BITS) & (LOG_SECONDS - 1);
const wordOf = (second: number, code: RequestCode): number =>
  ((code & ~WEIGHT_MASK) | ((second & (LOG_SECONDS - 1)) << FEW_BITS)) >>> 0;
const codeOf = (word: number, weight: number): RequestCode => ((word & ~WEIGHT_MASK) | weight) >>> 0;
