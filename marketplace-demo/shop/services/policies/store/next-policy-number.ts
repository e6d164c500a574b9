import type { Pool } from "pg";

/** The number that the next policy will have. One that is not used leaves a gap, which does no harm. */
export async function nextPolicyNumber(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ number: string }>(
    "select 'POL-' || nextval('policy_numbers') as number",
  );
  return rows[0]!.number;
}
