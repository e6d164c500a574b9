import { LIMITS } from "../../../safety/limits.ts";
import { MalformedOtlp } from "../malformed-otlp.ts";
import { OversizedOtlp } from "../oversized-otlp.ts";
import { IdTable } from "./id-table.ts";
import { InternTable } from "./intern-table.ts";

const TWO_32 = 4294967296;
const LONGEST_SHARED = 64;
const keys = new InternTable<string>(2048, LONGEST_SHARED);
const texts = new InternTable<string>(8192, LONGEST_SHARED);
const traceIds = new IdTable(2048, 16);
const spanIds = new IdTable(8192, 8);

/** Wire type of each known field of a message, by field number. */
export type WireTypes = readonly (number | undefined)[];

/**
 * Reads the protobuf wire format (https://protobuf.dev/programming-guides/encoding/) in one pass.
 *
 * Each method takes the end of the message that it reads in and never looks beyond it, so a length that
 * lies is found where it stands. Stricter than the usual parsers: a known field with another wire type is
 * refused instead of skipped, and so are groups, which OTLP never had.
 */
export class WireReader {
  readonly bytes: Buffer;
  readonly view: DataView;
  pos = 0;
  /** Set by `varint64`: the upper 32 bits, unsigned. */
  high = 0;
  #units = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Charges what is about to be built to the request's allowance. @throws OversizedOtlp */
  charge(units: number): void {
    this.#units += units;
    if (this.#units > LIMITS.otlpUnits) {
      throw new OversizedOtlp("the request holds too many records or attributes: export smaller batches");
    }
  }

  /** What was charged so far. */
  get units(): number {
    return this.#units;
  }

  /** Goes back to read something again. @param units as they were there */
  back(pos: number, units: number): void {
    this.pos = pos;
    this.#units = units;
  }

  /** The next field's tag (`number << 3 | wire type`). */
  tag(end: number): number {
    const byte = this.bytes[this.pos] as number;
    if (byte < 0x80) {
      this.pos++;
      return byte;
    }
    const tag = this.varint32(end);
    if (this.high !== 0) this.fail("a field number is longer than 32 bits");
    return tag;
  }

  /** A varint's lower 32 bits, unsigned. Sets `high`. */
  varint32(end: number): number {
    const bytes = this.bytes;
    let pos = this.pos;
    if (pos < end) {
      const first = bytes[pos] as number;
      if (first < 0x80) {
        this.pos = pos + 1;
        this.high = 0;
        return first;
      }
    }
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= end) this.fail("a number runs past the end of its message");
      const byte = bytes[pos++] as number;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        if (shift === 63 && byte > 1) break;
        this.pos = pos;
        this.high = high >>> 0;
        return low >>> 0;
      }
    }
    this.fail("a number is longer than 64 bits");
  }

  /** An unsigned 64-bit varint as a double: exact to 2^53. */
  uint64(end: number): number {
    const low = this.varint32(end);
    return this.high * TWO_32 + low;
  }

  /** A zigzag-encoded 32-bit varint. */
  sint32(end: number): number {
    const low = this.varint32(end);
    return (low >>> 1) ^ -(low & 1);
  }

  /**
   * A signed 64-bit varint: a number where that is exact, else its decimal digits, because identifiers
   * beyond 2^53 would otherwise collapse into one another.
   */
  int64(end: number): number | string {
    const low = this.varint32(end);
    const high = this.high | 0;
    const value = high * TWO_32 + low;
    if (Number.isSafeInteger(value)) return value;
    return ((BigInt(high) << 32n) | BigInt(low)).toString();
  }

  /** The end of a length-delimited field, whose content starts at `pos`. */
  stop(end: number): number {
    const length = this.varint32(end);
    if (this.high !== 0 || length > end - this.pos) {
      this.fail(`a length of ${this.high * TWO_32 + length} bytes goes past the end of its message`);
    }
    return this.pos + length;
  }

  double(end: number): number {
    const at = this.#advance(8, end);
    return this.view.getFloat64(at, true);
  }

  /** An unsigned 64-bit integer of fixed width as a double: exact to 2^53. */
  fixed64(end: number): number {
    const at = this.#advance(8, end);
    return this.view.getUint32(at + 4, true) * TWO_32 + this.view.getUint32(at, true);
  }

  sfixed64(end: number): number {
    const at = this.#advance(8, end);
    return this.view.getInt32(at + 4, true) * TWO_32 + this.view.getUint32(at, true);
  }

  /** Nanoseconds since the epoch as milliseconds with a fraction (good to about 0.25 µs). */
  epochMs(end: number): number {
    return this.fixed64(end) / 1e6;
  }

  /** A string that few records share: left out of the intern table. */
  text(end: number): string {
    const stop = this.stop(end);
    const start = this.pos;
    this.pos = stop;
    return this.bytes.toString("utf8", start, stop);
  }

  /** A string that many records are likely to share. */
  sharedText(end: number): string {
    const stop = this.stop(end);
    const start = this.pos;
    this.pos = stop;
    return this.#shared(texts, start, stop);
  }

  /** An attribute's key. */
  key(end: number): string {
    const stop = this.stop(end);
    const start = this.pos;
    this.pos = stop;
    return this.#shared(keys, start, stop);
  }

  #shared(table: InternTable<string>, start: number, stop: number): string {
    const known = table.find(this.view, start, stop);
    if (known !== undefined) return known;
    const text = this.bytes.toString("utf8", start, stop);
    table.learn(this.view, start, stop, text);
    return text;
  }

  base64(end: number): string {
    const stop = this.stop(end);
    const start = this.pos;
    this.pos = stop;
    return this.bytes.toString("base64", start, stop);
  }

  /** As `id`, for who only wants to know whether there is one: then "seen". */
  seesId(size: 8 | 16, end: number): "" | "seen" | null {
    const stop = this.stop(end);
    const start = this.pos;
    this.pos = stop;
    if (stop === start) return "";
    if (stop - start !== size) return null;
    const { view } = this;
    for (let at = start; at < stop; at += 4) if (view.getInt32(at) !== 0) return "seen";
    return "";
  }

  /** An identifier of `size` bytes in lower-case hex; "" where it is absent or zero, null where it has another size. */
  id(size: 8 | 16, end: number): string | null {
    const stop = this.stop(end);
    const start = this.pos;
    this.pos = stop;
    if (stop === start) return "";
    if (stop - start !== size) return null;
    return (size === 16 ? traceIds : spanIds).read(this.view, start);
  }

  /** The identifier of `size` bytes that was seen to start there. */
  idAt(size: 8 | 16, at: number): string {
    return (size === 16 ? traceIds : spanIds).read(this.view, at);
  }

  /**
   * Steps over a field that is not read.
   * @param message its message's name, for the error
   * @param known the wire types of that message's fields
   */
  skip(tag: number, end: number, message: string, known: WireTypes): void {
    const field = tag >>> 3;
    const type = tag & 7;
    if (field === 0) this.fail(`${message} holds a field number 0`);
    const expected = known[field];
    if (expected !== undefined && expected !== type) {
      this.fail(`field ${field} of ${message} has wire type ${type} where ${expected} is due`);
    }
    if (type === 0) this.varint32(end);
    else if (type === 1) this.#advance(8, end);
    else if (type === 2) this.pos = this.stop(end);
    else if (type === 5) this.#advance(4, end);
    else this.fail(`field ${field} of ${message} has wire type ${type}, which OTLP does not use`);
  }

  /** @throws MalformedOtlp always, with the position */
  fail(what: string): never {
    throw new MalformedOtlp(`not a valid OTLP message: at byte ${this.pos}, ${what}`);
  }

  #advance(size: number, end: number): number {
    const at = this.pos;
    if (end - at < size) this.fail(`a value of ${size} bytes runs past the end of its message`);
    this.pos = at + size;
    return at;
  }
}
