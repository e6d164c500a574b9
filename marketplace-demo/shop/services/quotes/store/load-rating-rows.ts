import type { Pool } from "pg";
import type { Band } from "../../../packages/rating/bands.ts";
import type { RatingRow } from "../../../packages/rating/rating-table.ts";
import type { Product } from "../../../packages/rating/risk.ts";

/**
 * The rows that rate these bands at every active carrier, from the tables in force when cover starts.
 * A carrier that does not insure a band has no row for it.
 */
export async function loadRatingRows(
  pool: Pool,
  product: Product,
  coverStart: Date,
  bands: Band[],
): Promise<RatingRow[]> {
  const { rows } = await pool.query<RatingRow>(
    `select f.carrier_id as carrier, f.factor, f.band, f.value
       from rating_factors f
       join carriers c on c.id = f.carrier_id and c.active
      where f.product = $1
        and f.effective_from = (select max(effective_from) from rating_factors
                                 where product = $1 and effective_from <= $2)
        and (f.factor, f.band) in (select * from unnest($3::text[], $4::text[]))
      order by f.carrier_id`,
    [product, coverStart, bands.map((band) => band.factor), bands.map((band) => band.band)],
  );
  return rows;
}
