interface Entry<Meaning> {
  meaning: Meaning;
  /** Length in bytes. */
  length: number;
  /** Its bytes four at a time, the last four overlapping; of up to three bytes, all of them in one. */
  words: readonly number[];
}

/**
 * Remembers what bytes were found to mean, so that the same bytes need not be decoded again: keys, methods,
 * routes and names make up most of a batch and hardly vary. Direct-mapped, one meaning a slot, so a sender of
 * ever new bytes can neither fill memory nor slow a look-up down; and what is met only once is not kept, so
 * neither does it drive out what comes with every span. Bytes are compared whole: whoever sends the same ones
 * gets what they mean, and nothing of anybody else's.
 */
export class InternTable<Meaning> {
  readonly #slots: (Entry<Meaning> | undefined)[];
  /** By slot, a hash of what was last met there and not kept. */
  readonly #met: Int32Array;
  readonly #mask: number;
  readonly #longest: number;
  /** Of the look-up that found nothing. */
  #slot = 0;
  #hash = 0;

  /**
   * @param size number of slots, a power of two
   * @param longest bytes; what is longer is never kept
   */
  constructor(size: number, longest: number) {
    this.#slots = new Array<Entry<Meaning> | undefined>(size).fill(undefined);
    this.#met = new Int32Array(size);
    this.#mask = size - 1;
    this.#longest = longest;
  }

  /** What the bytes in `[start, stop)` mean; undefined where that is not known. */
  find(view: DataView, start: number, stop: number): Meaning | undefined {
    const length = stop - start;
    if (length === 0 || length > this.#longest) return undefined;
    const tail = length < 4 ? shortWord(view, start, length) : view.getInt32(stop - 4, true);
    let hash = Math.imul(tail ^ length, 0x9e3779b1);
    if (length >= 4) {
      // A sample of the bytes is enough to spread the slots; the comparison below looks at every one. What differs between
      // one route or statement and the next stands mostly near the end, and before what they all end with.
      if (length >= 16) {
        hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(stop - 8, true), 0x27d4eb2f);
        hash = Math.imul(hash ^ (hash >>> 13) ^ view.getInt32(stop - 12, true), 0x165667b1);
        hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(stop - 16, true), 0x9e3779b1);
      }
      hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(start + (length >>> 1) - 2, true), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(start, true), 0xc2b2ae35);
    }
    hash ^= hash >>> 16;
    const slot = hash & this.#mask;
    const entry = this.#slots[slot];
    if (entry !== undefined && entry.length === length) {
      const { words } = entry;
      const last = words.length - 1;
      if (tail === words[last]) {
        let word = 0;
        while (word < last && view.getInt32(start + word * 4, true) === words[word]) word++;
        if (word === last) return entry.meaning;
      }
    }
    this.#slot = slot;
    this.#hash = hash;
    return undefined;
  }

  /** Tells what the bytes mean that `find` was asked for last and did not know. */
  learn(view: DataView, start: number, stop: number, meaning: Meaning): void {
    const length = stop - start;
    if (length === 0 || length > this.#longest) return;
    if (this.#met[this.#slot] !== this.#hash) {
      this.#met[this.#slot] = this.#hash;
      return;
    }
    const words: number[] = [];
    if (length < 4) words.push(shortWord(view, start, length));
    else {
      for (let at = start; at + 4 < stop; at += 4) words.push(view.getInt32(at, true));
      words.push(view.getInt32(stop - 4, true));
    }
    this.#slots[this.#slot] = { meaning, length, words };
  }
}

/** One to three bytes in one number. */
function shortWord(view: DataView, start: number, length: number): number {
  let word = view.getUint8(start);
  if (length > 1) word |= view.getUint8(start + 1) << 8;
  if (length > 2) word |= view.getUint8(start + 2) << 16;
  return word;
}
