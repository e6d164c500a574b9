import type { Pool } from "pg";
import { createCache } from "../../../packages/cache/create-cache.ts";

export type Carrier = { id: string; name: string; strapline: string; live: boolean };

// The panel changes a few times a year. Half a minute is soon enough for one that is switched off.
const panel = createCache<Carrier[]>({ name: "panel", max: 1, ttlMs: 30_000 });

/** The active carriers of the panel. */
export function listCarriers(pool: Pool): Promise<Carrier[]> {
  return panel.get("active", async () => {
    const { rows } = await pool.query<Carrier>(
      "select id, name, strapline, live_prices as live from carriers where active order by id",
    );
    return rows;
  });
}
