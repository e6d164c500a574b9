/** Units by family, each in the family's smallest. */
const UNITS: Readonly<Record<string, readonly [family: string, size: number]>> = {
  "%": ["ratio", 0.01],
  us: ["time", 1e-6],
  µs: ["time", 1e-6],
  ms: ["time", 1e-3],
  s: ["time", 1],
  sec: ["time", 1],
  seconds: ["time", 1],
  m: ["time", 60],
  min: ["time", 60],
  B: ["size", 1],
  KB: ["size", 1e3],
  kB: ["size", 1e3],
  MB: ["size", 1e6],
  GB: ["size", 1e9],
  KiB: ["size", 2 ** 10],
  MiB: ["size", 2 ** 20],
  GiB: ["size", 2 ** 30],
};

const NUMBER = "[-+]?\\d{1,20}(?:\\.\\d{1,20})?(?:[eE][-+]?\\d{1,3})?";
const UNIT = "%|µs|us|ms|seconds|sec|s|min|m|KiB|MiB|GiB|[kKMG]?B";
const AMOUNT = new RegExp(`^\\s*(${NUMBER})\\s*(${UNIT})?\\s*$`);
const SENTENCE = new RegExp(
  // "In the last 10 minutes" is no measurement.
  `(?<![\\w.])(${NUMBER})(?!\\s*(?:minute|hour|day)s?\\b)\\s*(${UNIT})?(?![\\w%])[^\\d]{0,60}?` +
    "(?:above|over|exceed\\w*|(?:greater|more|higher|less|lower) than|below|under|threshold|limit|objective|[<>]=?)" +
    `[^\\d+-]{0,20}(${NUMBER})\\s*(${UNIT})?(?![\\w%])`,
  "i",
);

interface Amount {
  number: number;
  unit: string | undefined;
}

export interface Measured {
  value?: number | undefined;
  /** In the unit of `value`. */
  threshold?: number | undefined;
}

/**
 * What an alert says it measured, and against what. Annotations or labels named `value` and `threshold` come
 * first ("12.5%", "1.2s", "0.31"). Where there is no value among them, the first of `texts` that compares two numbers is
 * read: a number, at most 60 characters without a digit, a word of comparison (above, over, exceeds, more
 * than, below, threshold, limit, objective, `>`, `<`), and a number, as in "1.2s is above 400ms". A threshold in
 * another unit of the same kind is converted to the value's; one that cannot be is dropped.
 */
export function measuredValue(
  named: { value?: string | undefined; threshold?: string | undefined },
  texts: readonly (string | undefined)[],
): Measured {
  const value = amountOf(AMOUNT.exec(named.value ?? ""), 1);
  const threshold = amountOf(AMOUNT.exec(named.threshold ?? ""), 1);
  if (value !== undefined) return { value: value.number, threshold: inUnitOf(value, threshold) };
  for (const text of texts) {
    const match = SENTENCE.exec(text ?? "");
    const found = amountOf(match, 1);
    if (found !== undefined) {
      return { value: found.number, threshold: inUnitOf(found, threshold ?? amountOf(match, 3)) };
    }
  }
  return { value: undefined, threshold: threshold?.number };
}

function amountOf(match: RegExpExecArray | null, group: number): Amount | undefined {
  const number = Number(match?.[group] ?? Number.NaN);
  return Number.isFinite(number) ? { number, unit: match?.[group + 1] } : undefined;
}

function inUnitOf(value: Amount, threshold: Amount | undefined): number | undefined {
  if (threshold === undefined) return undefined;
  if (threshold.unit === value.unit || threshold.unit === undefined) return threshold.number;
  const from = UNITS[threshold.unit];
  // A bare value beside "5%" is a ratio; beside "400ms" it could be anything.
  if (value.unit === undefined) return from?.[0] === "ratio" ? threshold.number * from[1] : undefined;
  const to = UNITS[value.unit];
  return from !== undefined && from[0] === to?.[0] ? (threshold.number * from[1]) / to[1] : undefined;
}
