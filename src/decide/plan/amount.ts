/** A number as it is written, with its unit: `20`, `512Mi`, `1.5s`. */
export interface Amount {
  number: number;
  unit: string;
  /** Digits behind the point. */
  decimals: number;
}

const WRITTEN = /^(-?\d{1,15}(?:\.\d{1,6})?)([A-Za-z%]{0,6})$/;

export function readAmount(value: string | number): Amount | null {
  const [, number = "", unit = ""] = WRITTEN.exec(String(value).trim()) ?? [];
  if (number === "") return null;
  return { number: Number(number), unit, decimals: number.split(".")[1]?.length ?? 0 };
}

export function writeAmount({ number, unit, decimals }: Amount): string {
  return `${number.toFixed(decimals)}${unit}`;
}

/**
 * Units that say the same everywhere. `m` is a thousandth to Kubernetes, a megabyte to Compose and a minute to others, and
 * `M` or `G` are decimal to one and binary to the other: those compare with themselves alone.
 */
const FAMILIES: readonly Readonly<Record<string, number>>[] = [
  {
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
    KiB: 2 ** 10,
    MiB: 2 ** 20,
    GiB: 2 ** 30,
    TiB: 2 ** 40,
    kB: 1e3,
    MB: 1e6,
    GB: 1e9,
    TB: 1e12,
  },
  { ms: 1, s: 1000 },
];
const SMALLER: Readonly<Record<string, readonly [unit: string, times: number]>> = {
  Mi: ["Ki", 1024],
  Gi: ["Mi", 1024],
  Ti: ["Gi", 1024],
  MiB: ["KiB", 1024],
  GiB: ["MiB", 1024],
  TiB: ["GiB", 1024],
  s: ["ms", 1000],
};

/** An amount's number in another unit; null where nobody can say what that is. */
export function numberIn(unit: string, amount: Amount): number | null {
  if (amount.unit === unit) return amount.number;
  const family = FAMILIES.find((units) => Object.hasOwn(units, unit) && Object.hasOwn(units, amount.unit));
  return family ? (amount.number * (family[amount.unit] ?? 0)) / (family[unit] ?? 1) : null;
}

/**
 * A number as an amount of the kind that stood there: no more digits behind the point than it had, in a smaller unit where
 * it takes one, and rounded towards what stood there, so that no bound is passed by rounding.
 */
export function likeThat(number: number, was: Amount): Amount {
  const exact = (one: number, decimals: number) =>
    Math.abs(one - Number(one.toFixed(decimals))) < 1e-9 * Math.abs(one);
  if (exact(number, was.decimals)) return { ...was, number: Number(number.toFixed(was.decimals)) };
  const smaller = SMALLER[was.unit];
  const [unit, times] = smaller ?? [was.unit, 1];
  const decimals = smaller ? 0 : was.decimals;
  const scaled = number * times * 10 ** decimals;
  const whole = number > was.number ? Math.floor(scaled + 1e-6) : Math.ceil(scaled - 1e-6);
  return { number: whole / 10 ** decimals, unit, decimals };
}
