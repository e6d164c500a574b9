import type { Band } from "./bands.ts";

/** A row as the database holds it. `value` is pence for the base premium and a multiplier for everything else. */
export type RatingRow = { carrier: string; factor: string; band: string; value: number };

/** The rating rows of one carrier. */
export type RatingTable = { carrier: string; values: Map<string, number> };

/** Rows of several carriers, one table each, in the order in which the carriers first appear. */
export function ratingTables(rows: RatingRow[]): RatingTable[] {
  const tables = new Map<string, RatingTable>();
  for (const row of rows) {
    const table = tables.get(row.carrier) ?? { carrier: row.carrier, values: new Map() };
    tables.set(row.carrier, table);
    table.values.set(rowKey(row), row.value);
  }
  return [...tables.values()];
}

/** The value of a band, or nothing where the carrier does not insure it. */
export function rateOf(table: RatingTable, band: Band): number | undefined {
  return table.values.get(rowKey(band));
}

function rowKey({ factor, band }: Band): string {
  return `${factor}:${band}`;
}
