/** Hexadecimal digits as character codes. */
const DIGITS = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));

/**
 * Identifiers of 8 or 16 bytes as lower-case hex, the same string object for the same bytes for as long as
 * they keep their slot: a trace id stands in each of the trace's spans, and a span's id in each of its
 * children, so half of all ids were met a moment ago, and whoever keeps them keeps one string. Direct-mapped
 * and of fixed size; bytes are compared whole, so whatever is found spells exactly what was sent.
 */
export class IdTable {
  readonly #words: Int32Array;
  readonly #texts: string[];
  readonly #mask: number;
  readonly #wordsPerId: number;

  /**
   * @param slots a power of two
   * @param size bytes of one identifier
   */
  constructor(slots: number, size: 8 | 16) {
    this.#wordsPerId = size / 4;
    // As filled here, zeros are found in their slot, and are "": an id of zeros is none.
    this.#words = new Int32Array(slots * this.#wordsPerId);
    this.#texts = new Array<string>(slots).fill("");
    this.#mask = slots - 1;
  }

  /** The identifier that starts at `at`; "" where it is all zeros. */
  read(view: DataView, at: number): string {
    const words = this.#words;
    const count = this.#wordsPerId;
    const a = view.getInt32(at);
    const b = view.getInt32(at + 4);
    const slot = (a ^ (b >>> 7)) & this.#mask;
    const first = slot * count;
    if (words[first] === a && words[first + 1] === b) {
      if (count === 2) return this.#texts[slot] as string;
      if (words[first + 2] === view.getInt32(at + 8) && words[first + 3] === view.getInt32(at + 12)) {
        return this.#texts[slot] as string;
      }
    }
    let text = hexOf(a, b);
    let isZero = (a | b) === 0;
    words[first] = a;
    words[first + 1] = b;
    if (count === 4) {
      const c = view.getInt32(at + 8);
      const d = view.getInt32(at + 12);
      text += hexOf(c, d);
      isZero &&= (c | d) === 0;
      words[first + 2] = c;
      words[first + 3] = d;
    }
    if (isZero) text = "";
    this.#texts[slot] = text;
    return text;
  }
}

/** Sixteen digits in one call: half the time of a buffer's own conversion, which crosses into C++. */
function hexOf(a: number, b: number): string {
  return String.fromCharCode(
    DIGITS[(a >>> 28) & 15] as number,
    DIGITS[(a >>> 24) & 15] as number,
    DIGITS[(a >>> 20) & 15] as number,
    DIGITS[(a >>> 16) & 15] as number,
    DIGITS[(a >>> 12) & 15] as number,
    DIGITS[(a >>> 8) & 15] as number,
    DIGITS[(a >>> 4) & 15] as number,
    DIGITS[a & 15] as number,
    DIGITS[(b >>> 28) & 15] as number,
    DIGITS[(b >>> 24) & 15] as number,
    DIGITS[(b >>> 20) & 15] as number,
    DIGITS[(b >>> 16) & 15] as number,
    DIGITS[(b >>> 12) & 15] as number,
    DIGITS[(b >>> 8) & 15] as number,
    DIGITS[(b >>> 4) & 15] as number,
    DIGITS[b & 15] as number,
  );
}
