import type { Token } from "./tokens.ts";
import { wordsOf } from "./words-of.ts";

/** Multiples that units stand for, in milliseconds or bytes; a bare number counts itself. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  sec: 1000,
  secs: 1000,
  second: 1000,
  seconds: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
  week: 604_800_000,
  weeks: 604_800_000,
  millis: 1,
  millisecond: 1,
  milliseconds: 1,
  k: 1e3,
  kb: 1e3,
  ki: 1024,
  kib: 1024,
  mb: 1e6,
  mi: 2 ** 20,
  mib: 2 ** 20,
  g: 1e9,
  gb: 1e9,
  gi: 2 ** 30,
  gib: 2 ** 30,
};

/**
 * The quantity that begins at a token, and where it ends: `5`, `10_000`, `512Mi`, `60 * 1000`,
 * `5 * time.Second`, `30.seconds`. Null where there is none. Numbers without a unit are compared as they are.
 */
export function quantityAt(tokens: readonly Token[], at: number): { value: number; to: number } | null {
  let i = at;
  const sign = tokens[i]?.text === "-" ? -1 : 1;
  if (sign < 0) i += 1;
  let value = single(tokens[i]);
  if (value === null && tokens[i]?.kind === "word") return ofUnit(tokens, i);
  if (value === null) return null;
  i += 1;
  while (tokens[i]?.text === "*") {
    const factor = single(tokens[i + 1]) ?? unitAt(tokens, i + 1);
    if (factor === null) break;
    value *= factor;
    i += tokens[i + 1]?.kind === "number" ? 2 : tokens[i + 2]?.text === "." ? 4 : 2;
  }
  return { value: sign * value, to: i };
}

/** `TimeSpan.FromSeconds(6)`, `Duration.ofMinutes(5)`, `Duration::from_millis(900)`, `seconds(30)`. */
function ofUnit(tokens: readonly Token[], at: number): { value: number; to: number } | null {
  for (let i = at; i < at + 5; i += 2) {
    const next = tokens[i + 1]?.text;
    const number = single(tokens[i + 2]);
    const unit = UNITS[wordsOf(tokens[i]?.text ?? "").at(-1) ?? ""];
    if (next === "(" && number !== null && unit !== undefined && tokens[i + 3]?.text === ")")
      return { value: number * unit, to: i + 4 };
    if (next !== "." && next !== "::") return null;
  }
  return null;
}

/** `Second` or `time.Second`. */
function unitAt(tokens: readonly Token[], at: number): number | null {
  const word = tokens[at + 1]?.text === "." ? tokens[at + 2] : tokens[at];
  return word?.kind === "word" ? (UNITS[word.text.toLowerCase()] ?? null) : null;
}

function single(token: Token | undefined): number | null {
  if (!token || (token.kind !== "number" && token.kind !== "text")) return null;
  return parseQuantity(token.text);
}

/** A number as people write one; null where the text is anything else. */
export function parseQuantity(text: string): number | null {
  const found = /^\s{0,8}(-?\d[\d_,]{0,30}(?:\.\d{1,20})?(?:e\d{1,3})?)\s?\.?([a-z]{0,12})\s{0,8}%?$/i.exec(
    text.slice(0, 80),
  );
  if (!found) return null;
  const value = Number((found[1] ?? "").replace(/[_,]/g, ""));
  const unit = (found[2] ?? "").toLowerCase();
  if (!Number.isFinite(value)) return null;
  // Suffixes of types: 10L, 0.5f, 10u64.
  if (unit === "" || /^(?:l|f|d|n|u|i|ul|u32|u64|i32|i64|usize)$/.test(unit)) return value;
  return UNITS[unit] === undefined ? null : value * UNITS[unit];
}
