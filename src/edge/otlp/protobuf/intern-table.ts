const LONGEST = 64;

interface Entry {
  text: string;
  /** Length in bytes. */
  length: number;
  /** Its bytes four at a time, the last four overlapping; of up to three bytes, all of them in one. */
  words: readonly number[];
}

/**
 * Gives back the same string object for the same bytes, without decoding them again: attribute keys,
 * methods, routes and names make up most of a batch and hardly vary. Direct-mapped, one string a slot, so
 * a sender of ever new strings can neither fill memory nor slow a lookup down.
 */
export class InternTable {
  readonly #slots: (Entry | undefined)[];
  readonly #mask: number;

  /** @param size number of slots, a power of two */
  constructor(size: number) {
    this.#slots = new Array<Entry | undefined>(size).fill(undefined);
    this.#mask = size - 1;
  }

  /**
   * The UTF-8 text in `[start, stop)`; broken sequences become U+FFFD.
   * @param view of the same memory as `bytes`
   */
  read(bytes: Buffer, view: DataView, start: number, stop: number): string {
    const length = stop - start;
    if (length < 4 || length > LONGEST) {
      return length === 0 ? "" : this.#short(bytes, view, start, stop, length);
    }
    // A sample of the bytes is enough to spread the slots; the comparison below looks at every one.
    let hash = Math.imul(view.getInt32(start, true) ^ length, 0x9e3779b1);
    hash = Math.imul(hash ^ view.getInt32(start + (length >>> 1) - 2, true), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(stop - 4, true), 0xc2b2ae35);
    const slot = (hash ^ (hash >>> 16)) & this.#mask;
    const entry = this.#slots[slot];
    if (entry !== undefined && entry.length === length) {
      const { words } = entry;
      const last = words.length - 1;
      if (view.getInt32(stop - 4, true) === words[last]) {
        let word = 0;
        while (word < last && view.getInt32(start + word * 4, true) === words[word]) word++;
        if (word === last) return entry.text;
      }
    }
    return this.#keep(slot, bytes, view, start, stop);
  }

  /** Texts of less than four bytes, and those too long to keep. */
  #short(bytes: Buffer, view: DataView, start: number, stop: number, length: number): string {
    if (length > LONGEST) return bytes.toString("utf8", start, stop);
    let word = bytes[start] as number;
    if (length > 1) word |= (bytes[start + 1] as number) << 8;
    if (length > 2) word |= (bytes[start + 2] as number) << 16;
    const hash = Math.imul(word ^ length, 0x9e3779b1);
    const slot = (hash ^ (hash >>> 16)) & this.#mask;
    const entry = this.#slots[slot];
    if (entry !== undefined && entry.length === length && entry.words[0] === word) return entry.text;
    return this.#keep(slot, bytes, view, start, stop);
  }

  #keep(slot: number, bytes: Buffer, view: DataView, start: number, stop: number): string {
    const length = stop - start;
    const text = bytes.toString("utf8", start, stop);
    const words: number[] = [];
    if (length < 4) {
      let word = 0;
      for (let at = 0; at < length; at++) word |= (bytes[start + at] as number) << (8 * at);
      words.push(word);
    } else {
      for (let at = start; at + 4 < stop; at += 4) words.push(view.getInt32(at, true));
      words.push(view.getInt32(stop - 4, true));
    }
    this.#slots[slot] = { text, length, words };
    return text;
  }
}
