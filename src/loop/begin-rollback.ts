import type { Attempt, Rollback } from "../contracts/attempt.ts";
import type { Incident } from "../contracts/incident.ts";

/**
 * The incident with its merged change among the attempts, and the taking back of it as the change that is under way:
 * from here on that walks the very road that every change does.
 *
 * @throws Error where nothing of ours is merged, or what is merged takes something back already
 */
export function beginRollback(
  incident: Incident,
  asked: Pick<Rollback, "at" | "why" | "reason" | "by">,
): Partial<Incident> {
  const { plan, facts, verdict, approvals, outcome, recovery, diagnosis, attempts } = incident;
  if (!outcome.merge || incident.rollback)
    throw new Error(`Incident ${incident.id} has no merge of its own that could be taken back.`);
  const attempt: Attempt = {
    at: asked.at,
    ended: asked.why,
    reason: asked.reason,
    suspect: diagnosis?.suspect ?? null,
    remedy: plan?.remedy ?? diagnosis?.remedy.kind ?? "none",
    title: plan?.kind === "planned" ? plan.title : "",
    plan,
    facts,
    verdict,
    approvals,
    outcome,
    recovery,
    rollback: null,
  };
  return {
    attempts: [...attempts, attempt],
    rollback: { ...asked, of: outcome.merge.sha },
    ...NOTHING_UNDER_WAY,
  };
}

/** What a change that is only about to be planned has of everything. */
const NOTHING_UNDER_WAY = {
  plan: null,
  facts: null,
  verdict: null,
  judged: null,
  approvals: [],
  outcome: {},
  waiting: null,
  needsHuman: null,
} satisfies Partial<Incident>;
