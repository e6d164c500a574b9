import type { Pool } from "pg";
import { z } from "zod";
import type { Flags } from "../../packages/flags/open-flags.ts";
import type { Upstream } from "../../packages/http/call-service.ts";
import { decide } from "./decide.ts";
import { payOut } from "./payments-client.ts";
import type { ClaimsSettings } from "./settings.ts";
import { claimLimit } from "./store/claim-limits.ts";
import { closeClaim } from "./store/close-claim.ts";
import { loadFacts } from "./store/load-facts.ts";

/** The queue on which claims wait for their decision. */
export const DECISIONS = "claim-decisions";

const job = z.object({ claim: z.string() });

/** What the worker does with a job: decides its claim and pays it out. Doing it again changes nothing. */
export function decideClaims(pool: Pool, payments: Upstream, flags: Flags, settings: ClaimsSettings) {
  return async function decideClaim(payload: unknown): Promise<void> {
    const { claim: number } = job.parse(payload);
    const facts = await loadFacts(pool, number);
    if (!facts) throw new Error(`There is no claim ${number} to decide.`);
    if (facts.status !== "open") return;
    const limitPence = flags.enabled("instant_claims")
      ? await claimLimit(pool, facts.carrier, facts.product, facts.kind)
      : undefined;
    const decision = decide({ ...facts, limitPence }, settings.most_claims_a_year);
    const payout = decision.status === "settled" ? await payOut(payments, number, decision.paidPence) : null;
    await closeClaim(pool, number, decision, payout);
  };
}
