import type { PoolClient } from "pg";
import type { ClaimKind } from "../claim.ts";

export type NewClaim = {
  key: string;
  policy: string;
  kind: ClaimKind;
  description: string;
  lostOn: string;
  amountPence: number;
};

/** Adds an open claim and returns its number; nothing where one was filed under its key before. */
export async function addClaim(client: PoolClient, claim: NewClaim): Promise<string | undefined> {
  const { rows } = await client.query<{ number: string }>(
    `insert into claims (policy_number, lodged_on, status, amount_pence, kind, description, lost_on, claim_key)
     values ($1, current_date, 'open', $2, $3, $4, $5, $6)
     on conflict (claim_key) do nothing
     returning number`,
    [claim.policy, claim.amountPence, claim.kind, claim.description, claim.lostOn, claim.key],
  );
  return rows[0]?.number;
}
