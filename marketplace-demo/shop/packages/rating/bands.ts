import type { Risk } from "./risk.ts";

/** One row of a rating table is found by its factor and band, e.g. `age` and `25-29`. */
export type Band = { factor: string; band: string };

const driverAges = [20, 24, 29, 39, 49, 59, 69, 79, 99];
const mileages = [4_000, 8_000, 12_000, 18_000, 60_000];
const eras = [1899, 1944, 1979, 1999, 2100];

/** The lowest limit that holds `value`; bands are named by their upper limits. */
function upTo(limits: number[], value: number): string {
  return `<=${limits.find((limit) => value <= limit) ?? limits.at(-1)}`;
}

/** The postcode area: the letters in front, which is as finely as the panel rates location. */
export function postcodeArea(postcode: string): string {
  return /^[A-Z]+/.exec(postcode)?.[0] ?? "";
}

/** The bands that a risk with this many claims in the last five years falls into, the base premium first. */
export function bandsFor(risk: Risk, recentClaims: number): Band[] {
  const common = [
    { factor: "base", band: "base" },
    { factor: "area", band: postcodeArea(risk.postcode) },
    { factor: "excess", band: String(risk.excess) },
    { factor: "claims", band: String(Math.min(recentClaims, 5)) },
  ];
  if (risk.product === "motor") {
    return [
      ...common,
      { factor: "age", band: upTo(driverAges, risk.age) },
      { factor: "group", band: String(risk.vehicleGroup) },
      { factor: "mileage", band: upTo(mileages, risk.annualMileage) },
    ];
  }
  return [
    ...common,
    { factor: "property", band: risk.propertyType },
    { factor: "bedrooms", band: String(risk.bedrooms) },
    { factor: "era", band: upTo(eras, risk.yearBuilt) },
  ];
}

/** Every band a rating table must have a row for, but for the areas, which are the carrier's own choice. */
export function allBands(product: Risk["product"]): Band[] {
  const list = (factor: string, bands: (string | number)[]): Band[] =>
    bands.map((band) => ({ factor, band: String(band) }));
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const limits = (values: number[]): string[] => values.map((value) => `<=${value}`);
  const common = [
    ...list("base", ["base"]),
    ...list("excess", [0, 100, 250, 500, 1000]),
    ...list("claims", range(0, 5)),
  ];
  if (product === "motor") {
    return [
      ...common,
      ...list("age", limits(driverAges)),
      ...list("group", range(1, 50)),
      ...list("mileage", limits(mileages)),
    ];
  }
  return [
    ...common,
    ...list("property", ["flat", "terraced", "semi", "detached", "bungalow"]),
    ...list("bedrooms", range(1, 8)),
    ...list("era", limits(eras)),
  ];
}
