const FIRST_SLOTS = 1 << 12;
/**
 * A generation of 360,000 spans, of which only requests and what tells an event are remembered: at 20,000 spans a second, a third
 * of them requests, a minute at least. Who got no answer sends again within seconds.
 */
const MAX_SLOTS = 1 << 19;
/** Slots that may be taken of a table, in sixteenths. */
const FULL = 11;
/** Hexadecimal digits at the end of a trace id that are random in every common scheme; a span id has no more. */
const RANDOM_DIGITS = 16;
const WORD_DIGITS = 8;

/**
 * Remembers the last 360,000 to 720,000 spans, so that one delivered twice (an exporter's retry after a lost
 * answer) counts once. Two generations: when the young one is full the old one is forgotten whole.
 *
 * A span is remembered by 64 bits of a keyed hash of its ids (multiplication and rotation as in MurmurHash3's finaliser,
 * keyed anew in each process, so that nobody can aim at a collision): that a new span is taken for one of a
 * million others happens once in 10¹³ spans.
 */
export class SeenSpans {
  private readonly key = crypto.getRandomValues(new Int32Array(4));
  /** The hash of the span at hand. */
  private readonly hashed = new Int32Array(2);
  private young = new Int32Array(2 * FIRST_SLOTS);
  private old = new Int32Array(2);
  private size = 0;

  /** True the first time a span is shown. Ids in hexadecimal digits. */
  isNew(traceId: string, spanId: string): boolean {
    return this.isNewOf(
      wordAt(traceId, traceId.length - RANDOM_DIGITS),
      wordAt(traceId, traceId.length - WORD_DIGITS),
      wordAt(spanId, spanId.length - RANDOM_DIGITS),
      wordAt(spanId, spanId.length - WORD_DIGITS),
    );
  }

  /** The same, by the last eight bytes of the trace's id and those of the span's, as 32-bit numbers. */
  isNewOf(trace: number, traceEnd: number, span: number, spanEnd: number): boolean {
    const { key, hashed } = this;
    let high = mixHigh(key[0] as number, trace);
    let low = mixLow(key[1] as number, trace, high);
    high = mixHigh(high, traceEnd);
    low = mixLow(low, traceEnd, high);
    high = mixHigh(high ^ (key[2] as number), span);
    low = mixLow(low ^ (key[3] as number), span, high);
    high = mixHigh(high, spanEnd);
    low = mixLow(low, spanEnd, high);
    hashed[0] = high;
    hashed[1] = low;
    finish(hashed);
    high = hashed[0] as number;
    low = hashed[1] as number;
    if (this.old[find(this.old, high, low)] === high) return false;
    let at = find(this.young, high, low);
    if (this.young[at] === high) return false;
    if (16 * this.size >= FULL * (this.young.length / 2)) {
      this.grow();
      at = find(this.young, high, low);
    }
    this.young[at] = high;
    this.young[at + 1] = low;
    this.size++;
    return true;
  }

  private grow(): void {
    const { young } = this;
    if (young.length >= 2 * MAX_SLOTS) {
      this.old = young;
      this.young = new Int32Array(young.length);
      this.size = 0;
      return;
    }
    this.young = new Int32Array(2 * young.length);
    for (let i = 0; i < young.length; i += 2) {
      const high = young[i] as number;
      if (high === 0) continue;
      const low = young[i + 1] as number;
      const at = find(this.young, high, low);
      this.young[at] = high;
      this.young[at + 1] = low;
    }
  }
}

/** Eight hexadecimal digits as a number; those before the text count as zeros. */
function wordAt(text: string, at: number): number {
  let word = 0;
  for (let i = Math.max(0, at); i < at + WORD_DIGITS; i++) {
    const code = text.charCodeAt(i);
    word = (word << 4) | (((code & 15) + 9 * (code >> 6)) & 15);
  }
  return word;
}

function mixHigh(high: number, word: number): number {
  const mixed = Math.imul(high ^ word, 0xcc9e2d51);
  return (mixed << 15) | (mixed >>> 17);
}

function mixLow(low: number, word: number, high: number): number {
  const mixed = Math.imul((low + word) | 0, 0x1b873593);
  return ((mixed << 13) | (mixed >>> 19)) ^ high;
}

function finish(hashed: Int32Array): void {
  let high = hashed[0] as number;
  let low = hashed[1] as number;
  for (let round = 0; round < 2; round++) {
    high = (Math.imul(high ^ (high >>> 16), 0x85ebca6b) + low) | 0;
    low = Math.imul(low ^ (low >>> 13), 0xc2b2ae35) ^ high;
  }
  // A slot whose first half is zero is empty.
  hashed[0] = high === 0 ? 1 : high;
  hashed[1] = low ^ (low >>> 16);
}

/** Where it stands in that table, or the empty slot where it is to stand. */
function find(table: Int32Array, high: number, low: number): number {
  const mask = table.length - 1;
  let at = (high << 1) & mask;
  while (table[at] !== 0 && (table[at] !== high || table[at + 1] !== low)) at = (at + 2) & mask;
  return at;
}
