import { merge } from "../../act/merge.ts";
import type { History } from "../../contracts/facts.ts";
import type { Incident } from "../../contracts/incident.ts";
import { MergesStopped } from "../../contracts/merges-stopped.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { holdLease } from "./hold-lease.ts";

/** A verdict that was given longer ago is given anew. */
const LONGEST_STANDING_MS = 60_000;

export async function mergeStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { outcome, verdict } = incident;
  if (!outcome.pullRequest || !verdict)
    throw new Error(`Incident ${incident.id} reached its merge without a pull request.`);
  await holdLease(incident, ports);
  const history = await ports.history(incident);
  const isMerged = incident.facts?.pullRequest?.merged ?? false;
  const now = ports.clock.now();
  const changed =
    history.paused ||
    history.merges.some((other) => !wasJudged(other, incident)) ||
    now - Date.parse(verdict.at) > LONGEST_STANDING_MS;
  if (changed && !isMerged)
    return {
      change: { verdict: null },
      thoughts: [thought("guardrail", "Something was merged or paused since the verdict: judging again.")],
    };
  // Stored before the request goes out: a crash behind it must not make the budget forget it.
  if (!outcome.asked && !isMerged) {
    const asked = { at: new Date(now).toISOString(), queued: false };
    return { change: { outcome: { ...outcome, asked } }, thoughts: [] };
  }
  const writer = ports.writer(incident.repository);
  if (outcome.pullRequest.draft && !incident.facts?.pullRequest?.merged)
    await writer.ensureReadyForReview(outcome.pullRequest.number);
  const { title, mergeMessage } = await ports.wording(incident);
  const request = {
    pullRequest: outcome.pullRequest.number,
    head: verdict.judged.head ?? outcome.pullRequest.head,
    title,
    message: mergeMessage,
    queue: incident.facts?.rules.mergeQueue ?? false,
    now: new Date(now).toISOString(),
  };
  const { asked, ...unasked } = outcome;
  const done = await merge(request, { writer }).catch((error: unknown) => {
    if (error instanceof MergesStopped) return error;
    throw error;
  });
  if (done instanceof MergesStopped)
    return {
      change: { verdict: null, outcome: asked?.queued ? outcome : unasked },
      thoughts: [thought("guardrail", `Stopped on the way to the merge. ${done.message}`)],
    };
  if (done.blocked !== undefined || done.queued !== undefined) {
    // The branch's rules have the last word: it counts as a rule that fails, and is asked again.
    const reason = done.queued ?? `GitHub refuses the merge for now: ${done.blocked}`;
    const refusal = { rule: "required-checks", answer: "fail" as const, ceiling: "propose" as const, reason };
    const rules = [...verdict.rules.filter((rule) => rule.rule !== refusal.rule), refusal];
    return {
      change: {
        verdict: { ...verdict, decision: "propose", rules },
        outcome:
          done.queued !== undefined && asked ? { ...outcome, asked: { ...asked, queued: true } } : unasked,
      },
      thoughts: [thought("fixer", reason)],
    };
  }
  const merged = done.outcome.merge;
  return {
    change: {
      outcome: {
        ...unasked,
        ...done.outcome,
        // Whoever restarts in between finds it merged, and knows by what was noted before that nobody else did it.
        ...(merged && asked ? { merge: { ...merged, ours: true } } : {}),
      },
      waiting: null,
      // What was measured before says nothing of what is merged now.
      ...(merged ? { recovery: null } : {}),
    },
    thoughts: [
      thought(
        "fixer",
        merged ? `Merged as ${merged.sha.slice(0, 7)}.` : (done.outcome.stopped?.reason ?? "Not merged."),
      ),
    ],
  };
}

/** Whether the verdict knew of that merge. */
function wasJudged(merge: History["merges"][number], { judged, verdict }: Incident): boolean {
  const known = judged?.history as History | undefined;
  if (!known) return verdict !== null && merge.at <= verdict.at;
  return known.merges.some(({ at, fingerprint }) => at === merge.at && fingerprint === merge.fingerprint);
}
