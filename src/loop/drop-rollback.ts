import type { Incident } from "../contracts/incident.ts";

/** The change that was about to be taken back got it well after all: it is the one that is under way again. */
export function dropRollback({ attempts, recovery }: Incident): Partial<Incident> {
  const last = attempts.at(-1);
  if (!last) return { rollback: null };
  const { plan, facts, verdict, approvals, outcome } = last;
  return {
    attempts: attempts.slice(0, -1),
    rollback: null,
    plan,
    facts,
    verdict,
    judged: null,
    approvals,
    outcome,
    recovery,
    waiting: null,
    needsHuman: null,
  };
}
