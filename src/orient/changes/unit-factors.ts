import type { Edit } from "./edit.ts";
import { parseQuantity } from "./quantity.ts";
import { shift } from "./signs/shift.ts";
import type { Token } from "./tokens.ts";
import { wordsOf } from "./words-of.ts";

/** What one unit is to another: powers of ten, of 1024, and what hours and days are made of. */
const FACTORS: readonly number[] = [
  60,
  100,
  1000,
  1024,
  3600,
  10_000,
  86_400,
  1e5,
  1e6,
  2 ** 20,
  1e9,
  2 ** 30,
];
/** A round number that is ten times another may be a limit; two that agree in so many digits are one amount. */
const DIGITS = 3;
const EXACT = 1e-6;
const NAMES =
  /^(?:km|kilomet\w+|met(?:er|re)s?|miles?|ms|millis|milliseconds|sec|secs|seconds|minutes|hours|cents|percent|pct|grams?|kg|kb|kib|mb|mib|gb|gib|bytes|celsius|fahrenheit|degrees|radians)$/;

/** An amount that is written in another unit now. */
export interface UnitFactor {
  /** How many times as large the number became. */
  factor: number;
  token: Token;
}

/** Amounts of a hunk that agree in their digits and differ by what one unit is to another, whatever they are called. */
export function unitFactors(edit: Edit): UnitFactor[] {
  const { gone, come } = shift(edit, (side) =>
    side.tokens.flatMap((token) => {
      const value = token.kind === "number" ? parseQuantity(token.text) : null;
      return value !== null && value > 0 ? [{ key: String(value), token, value }] : [];
    }),
  );
  return come.flatMap(({ token, value: is }) =>
    gone
      .filter(({ token: old }) => digitsOf(old.text) >= DIGITS && digitsOf(token.text) >= DIGITS)
      .map(({ value: was }) => is / was)
      .filter((factor) => FACTORS.some((one) => alike(factor, one) || alike(factor, 1 / one)))
      .map((factor) => ({ factor, token })),
  );
}

/** Names of units that stand in the names of a hunk and did not, or no longer do. */
export function unitNames(edit: Edit): Token[] {
  const { gone, come } = shift(edit, (side) =>
    side.tokens.flatMap((token) =>
      token.kind === "word"
        ? wordsOf(token.text)
            .filter((word) => NAMES.test(word))
            .map((key) => ({ key, token }))
        : [],
    ),
  );
  return [...come, ...gone].map(({ token }) => token);
}

function digitsOf(text: string): number {
  return text
    .replace(/e\d+$/i, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "").length;
}

function alike(a: number, b: number): boolean {
  return Math.abs(a - b) <= EXACT * b;
}
