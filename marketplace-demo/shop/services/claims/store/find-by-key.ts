import type { PoolClient } from "pg";

/** The number of the claim that was filed under a key. */
export async function findByKey(client: PoolClient, key: string): Promise<string> {
  const { rows } = await client.query<{ number: string }>("select number from claims where claim_key = $1", [
    key,
  ]);
  return rows[0]!.number;
}
