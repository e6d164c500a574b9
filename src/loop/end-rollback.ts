import type { Incident } from "../contracts/incident.ts";

/**
 * What was merged is out of production again. Where it had not healed, the loop looks anew, with what it now knows: that
 * one commit was tried and did not explain it stays among the attempts. Where a person asked, it is theirs from here on.
 *
 * @param at the moment, as an ISO instant
 */
export function endRollback({ attempts, outcome, rollback }: Incident, at: string): Partial<Incident> {
  const last = attempts.at(-1);
  const was = last?.outcome.pullRequest ? `#${last.outcome.pullRequest.number}` : "The change";
  const by = outcome.pullRequest ? ` by #${outcome.pullRequest.number}` : "";
  const asked = rollback?.why === "asked";
  const reason = `${was} was taken back${by}${rollback?.by ? `, as ${rollback.by} asked` : ""}. What is done next is yours to say.`;
  return {
    attempts: last ? [...attempts.slice(0, -1), { ...last, rollback: outcome }] : attempts,
    rollback: null,
    ...(asked ? {} : { evidence: null, diagnosis: null }),
    plan: null,
    facts: null,
    verdict: null,
    judged: null,
    approvals: [],
    outcome: {},
    recovery: null,
    waiting: null,
    needsHuman: asked ? { since: at, reason } : null,
  };
}
