import type { Pool } from "pg";
import { createCache } from "../../../packages/cache/create-cache.ts";

type Limit = { product: string; kind: string; limitPence: number };

const limits = createCache<Limit[]>({ name: "claim limits", max: 50, ttlMs: 60_000 });

/** Up to which amount a carrier lets us settle a kind of claim; nothing where it does not. */
export async function claimLimit(
  pool: Pool,
  carrier: string,
  product: string,
  kind: string,
): Promise<number | undefined> {
  const known = await limits.get(carrier, async () => {
    const { rows } = await pool.query<Limit>(
      `select product, kind, limit_pence as "limitPence" from claim_limits where carrier_id = $1`,
      [carrier],
    );
    return rows;
  });
  return known.find((limit) => limit.product === product && limit.kind === kind)?.limitPence;
}
