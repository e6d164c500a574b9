import { LIMITS } from "../../../safety/limits.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;

/**
 * Whether JSON would unfold to more values than a request may hold. To be asked before it is parsed: 64 MB of
 * `{}` fit into as many kilobytes of gzip, and into a gigabyte of objects.
 */
export function hasTooManyValues(bytes: Buffer): boolean {
  // Each value but the last takes two bytes at least, itself and what parts it from the next.
  if (bytes.length < 2 * LIMITS.otlpUnits) return false;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = endOfString(bytes, at + 1);
      if (at < 0) return false;
    } else if (byte === COMMA || byte === OPENING_BRACE || byte === OPENING_BRACKET) {
      if (++values > LIMITS.otlpUnits) return true;
    }
  }
  return false;
}

/** Where the closing quote stands of the string whose content starts at `from`; -1 where it has none. */
function endOfString(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(QUOTE, from); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    let escapes = 0;
    while (at - escapes > from && bytes[at - escapes - 1] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return -1;
}
