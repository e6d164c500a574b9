const LONGEST = 64;

/**
 * Gives back the same string object for the same bytes, without decoding them again: attribute keys,
 * methods, routes and names make up most of a batch and hardly vary. Direct-mapped, one string a slot, so
 * a sender of ever new strings can neither fill memory nor slow a lookup down.
 */
export class InternTable {
  readonly #slots: (string | undefined)[];
  readonly #mask: number;

  /** @param size number of slots, a power of two */
  constructor(size: number) {
    this.#slots = new Array<string | undefined>(size).fill(undefined);
    this.#mask = size - 1;
  }

  /** The UTF-8 text in `bytes[start, stop)`; broken sequences become U+FFFD. */
  read(bytes: Buffer, start: number, stop: number): string {
    const length = stop - start;
    if (length === 0) return "";
    if (length > LONGEST) return bytes.toString("utf8", start, stop);
    let hash = length;
    // A sample is enough to spread the slots; the comparison below looks at every byte.
    const step = length > 16 ? 3 : 1;
    for (let at = start; at < stop; at += step) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
    hash = (Math.imul(hash, 31) + (bytes[stop - 1] as number)) | 0;
    const slot = (hash ^ (hash >>> 15)) & this.#mask;
    const known = this.#slots[slot];
    if (known !== undefined && known.length === length) {
      let at = 0;
      while (at < length && known.charCodeAt(at) === bytes[start + at]) at++;
      if (at === length) return known;
    }
    const text = bytes.toString("utf8", start, stop);
    // One code unit a byte means ASCII (or U+FFFD, which equals no byte): only then does the comparison above hold.
    if (text.length === length) this.#slots[slot] = text;
    return text;
  }
}
