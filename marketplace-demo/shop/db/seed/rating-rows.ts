import { allBands } from "../../packages/rating/bands.ts";
import { areas } from "./areas.ts";
import { carriers } from "./carriers.ts";

type Row = {
  carrier: string;
  product: string;
  factor: string;
  band: string;
  value: number;
  effectiveFrom: string;
};

const basePence = { motor: 39_000, home: 16_500 };

/** What a band costs in the market, before a carrier's own view of it. */
function marketRate(factor: string, position: number, count: number): number {
  const share = count > 1 ? position / (count - 1) : 0;
  switch (factor) {
    case "age":
      return [2.9, 1.9, 1.35, 1.0, 0.92, 0.88, 0.95, 1.2, 1.6][position] ?? 1;
    case "group":
      return 0.7 + share * 1.3;
    case "mileage":
      return 0.86 + share * 0.34;
    case "excess":
      return 1.14 - share * 0.3;
    case "claims":
      return 1 + position * 0.22;
    case "bedrooms":
      return 0.8 + share * 0.75;
    case "property":
      return [0.86, 0.97, 1.0, 1.14, 1.08][position] ?? 1;
    case "era":
      return 1.22 - share * 0.3;
    default:
      return 1;
  }
}

/** Complete rating tables of every carrier for both products, in three yearly revisions. */
export function ratingRows(next: () => number, today: string): Row[] {
  const year = Number(today.slice(0, 4));
  const rows: Row[] = [];
  for (const [age, effectiveFrom] of [`${year}-01-01`, `${year - 1}-01-01`, `${year - 2}-01-01`].entries()) {
    for (const product of ["motor", "home"] as const) {
      const bands = [...allBands(product), ...areas.map((band) => ({ factor: "area", band }))];
      for (const carrier of carriers) {
        for (const { factor, band } of bands) {
          const siblings = bands.filter((other) => other.factor === factor);
          const position = siblings.findIndex((other) => other.band === band);
          const spread = factor === "area" ? 0.75 + next() * 0.6 : 0.95 + next() * 0.1;
          const market = marketRate(factor, position, siblings.length);
          const inflation = 1 - age * 0.06;
          const value =
            factor === "base"
              ? Math.round(basePence[product] * carrier.level * inflation * (0.97 + next() * 0.06))
              : Math.round(market * spread * 10_000) / 10_000;
          rows.push({ carrier: carrier.id, product, factor, band, value, effectiveFrom });
        }
      }
    }
  }
  return rows;
}
