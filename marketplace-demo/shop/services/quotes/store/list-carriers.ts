import type { Pool } from "pg";

export type Carrier = { id: string; name: string; strapline: string };

/** The active carriers of the panel. */
export async function listCarriers(pool: Pool): Promise<Carrier[]> {
  const { rows } = await pool.query<Carrier>(
    "select id, name, strapline from carriers where active order by id",
  );
  return rows;
}
