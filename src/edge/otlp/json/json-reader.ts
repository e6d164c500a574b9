import { LIMITS } from "../../../safety/limits.ts";
import { MalformedOtlp } from "../malformed-otlp.ts";
import { OversizedOtlp } from "../oversized-otlp.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Units that are read in one turn of the event loop: some milliseconds. */
const TURN_UNITS = 32_000;
const MAX_UINT64 = 2 ** 64;
const MAX_INT64 = 2n ** 63n;
const ZEROS = /^0*$/;
const HEX = /^[0-9a-fA-F]*$/;
const DIGITS = /^-?\d{1,20}$/;

/**
 * Reads fields of OTLP's JSON form (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).
 * Absent and null are the same; an unknown field is never looked at; a known one of another type is refused.
 * Only named own properties are read, so no key of the sender's can reach a prototype.
 */
export class JsonReader {
  #units = 0;
  #turnEnd = TURN_UNITS;

  /** Charges what is about to be built to the request's allowance. @throws OversizedOtlp */
  charge(units: number): void {
    this.#units += units;
    if (this.#units > LIMITS.otlpUnits) {
      throw new OversizedOtlp("the request holds too many records or attributes: export smaller batches");
    }
  }

  /** Whether so much was read since the last time it was that other work should be done first. */
  isTurnOver(): boolean {
    if (this.#units < this.#turnEnd) return false;
    this.#turnEnd = this.#units + TURN_UNITS;
    return true;
  }

  /** @param what the place, for the error: `Span.name` */
  fail(what: string, expected: string): never {
    throw new MalformedOtlp(`not a valid OTLP message: ${what} must be ${expected}`);
  }

  field(from: JsonObject, name: string): unknown {
    return Object.hasOwn(from, name) ? from[name] : undefined;
  }

  object(value: unknown, what: string): JsonObject {
    if (typeof value !== "object" || value === null || Array.isArray(value)) this.fail(what, "an object");
    return value as JsonObject;
  }

  child(from: JsonObject, name: string, message: string): JsonObject | undefined {
    const value = this.field(from, name);
    return value === undefined || value === null ? undefined : this.object(value, `${message}.${name}`);
  }

  list(from: JsonObject, name: string, message: string): readonly unknown[] {
    const value = this.field(from, name);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) this.fail(`${message}.${name}`, "an array");
    return value;
  }

  text(from: JsonObject, name: string, message: string): string {
    const value = this.field(from, name);
    if (value === undefined || value === null) return "";
    if (typeof value !== "string") this.fail(`${message}.${name}`, "a string");
    return value;
  }

  flag(from: JsonObject, name: string, message: string): boolean {
    const value = this.field(from, name);
    if (value === undefined || value === null) return false;
    if (typeof value !== "boolean") this.fail(`${message}.${name}`, "true or false");
    return value;
  }

  /** A double: a number, or a string where JSON has no number for it ("NaN", "Infinity"). */
  double(from: JsonObject, name: string, message: string): number | undefined {
    const value = this.field(from, name);
    return value === undefined || value === null ? undefined : this.doubleOf(value, `${message}.${name}`);
  }

  doubleOf(value: unknown, what: string): number {
    if (typeof value === "number") return value;
    if (typeof value === "string") {
      const number = Number(value);
      if (value === "NaN" || (value.trim() !== "" && !Number.isNaN(number))) return number;
    }
    this.fail(what, "a number");
  }

  /** An integer of up to 64 bits as a double: exact to 2^53. */
  integer(from: JsonObject, name: string, message: string): number | undefined {
    const value = this.field(from, name);
    return value === undefined || value === null ? undefined : this.integerOf(value, `${message}.${name}`);
  }

  integerOf(value: unknown, what: string): number {
    const number = typeof value === "string" && DIGITS.test(value) ? Number(value) : value;
    if (typeof number !== "number" || !Number.isInteger(number) || Math.abs(number) > MAX_UINT64) {
      this.fail(what, "a 64-bit integer, as a number or as a string of decimal digits");
    }
    return number;
  }

  /** A count: an integer that is not negative. */
  count(value: unknown, what: string): number {
    const number = this.integerOf(value, what);
    if (number < 0) this.fail(what, "at least 0");
    return number;
  }

  /** A signed 64-bit integer: a number where that is exact, else its decimal digits. */
  int64(value: unknown, what: string): number | string {
    const number = this.integerOf(value, what);
    if (Number.isSafeInteger(number)) return number;
    const exact = BigInt(typeof value === "string" ? value : number);
    if (exact >= MAX_INT64 || exact < -MAX_INT64) this.fail(what, "within 64 bits");
    return exact.toString();
  }

  /** Nanoseconds since the epoch as milliseconds with a fraction; 0 where absent. */
  epochMs(from: JsonObject, name: string, message: string): number {
    const value = this.field(from, name);
    return value === undefined || value === null ? 0 : this.count(value, `${message}.${name}`) / 1e6;
  }

  /** An identifier of `size` bytes in lower-case hex; "" where it is absent or zero, null where it has another size. */
  id(from: JsonObject, name: string, message: string, size: number): string | null {
    const id = this.text(from, name, message);
    if (id === "") return "";
    if (id.length !== size * 2 || !HEX.test(id)) return null;
    return ZEROS.test(id) ? "" : id.toLowerCase();
  }

  /**
   * The number of an enumeration's value, given by number or by name; -1 for a name that is not known.
   * @param names the values' names by number, in lower case and without `prefix`
   */
  enumeration(
    from: JsonObject,
    name: string,
    message: string,
    prefix: string,
    names: readonly string[],
  ): number {
    const value = this.field(from, name);
    if (value === undefined || value === null) return 0;
    if (typeof value === "number" && Number.isInteger(value)) return value;
    if (typeof value !== "string") this.fail(`${message}.${name}`, "the number of an enumeration's value");
    return value.startsWith(prefix) ? names.indexOf(value.slice(prefix.length).toLowerCase()) : -1;
  }
}
