import type { NoChangeSet, Plan } from "../../contracts/change-set.ts";
import type { Diagnosis, Remedy, RemedyKind } from "../../contracts/diagnosis.ts";
import type { Policy } from "../../contracts/policy.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { BroughtBy } from "./dependants.ts";
import { planNone } from "./none.ts";
import { planPatch } from "./patch.ts";
import { planRedeploy } from "./redeploy.ts";
import { planReplay } from "./replay.ts";
import { planRestoreConfig } from "./restore-config.ts";
import { planRevert } from "./revert.ts";
import { planRunbook } from "./runbook.ts";

type Planner = (
  diagnosis: Diagnosis,
  remedy: Remedy,
  reader: RepoReader,
  policy: Policy,
  broughtBy?: BroughtBy,
) => Promise<Plan>;

const PLANNERS: Readonly<Record<RemedyKind, Planner>> = {
  revert: (diagnosis, remedy, reader, _, broughtBy) => planRevert(diagnosis, remedy, reader, broughtBy),
  "restore-config": planRestoreConfig,
  runbook: (_, remedy, reader, policy) => planRunbook(remedy, policy, reader),
  redeploy: planRedeploy,
  patch: (_, remedy, reader) => planPatch(remedy, reader),
  replay: (_, remedy, reader) => planReplay(remedy, reader),
  none: async (diagnosis, remedy, reader) => planNone(diagnosis, remedy, reader),
};

/**
 * What the diagnosis's remedy would change, worked out in memory on today's head of the default branch, or why it cannot
 * be; then the ones behind it are tried in their order (`asPlanned` makes the one that was planned the diagnosis's own).
 * Judges nothing: whether it may be done is Guardrail's question. Throws what the reader throws.
 */
export async function planRemedy({
  diagnosis,
  reader,
  policy,
  broughtBy,
}: {
  diagnosis: Diagnosis;
  reader: RepoReader;
  policy: Policy;
  broughtBy?: BroughtBy;
}): Promise<Plan> {
  const why: NoChangeSet[] = [];
  for (const remedy of [diagnosis.remedy, ...(diagnosis.otherwise ?? [])]) {
    const plan = await PLANNERS[remedy.kind](diagnosis, remedy, reader, policy, broughtBy);
    if (plan.kind === "planned") return withReasons(plan, why);
    why.push(plan);
  }
  const [first = planNone(diagnosis, diagnosis.remedy, reader), ...rest] = why;
  if (first.remedy === "none") return first;
  const { look } = planNone(diagnosis, diagnosis.remedy, reader);
  return {
    ...first,
    reason: [first.reason, ...rest.map(({ remedy, reason }) => `Nor by ${remedy}: ${reason}`)].join(" "),
    ...(look ? { look } : {}),
  };
}

/** What would have come first, and why it did not. */
function withReasons(plan: Extract<Plan, { kind: "planned" }>, why: readonly NoChangeSet[]): Plan {
  const reasons = why.map(({ remedy, reason }) => `It is no ${remedy}: ${reason}`);
  return { ...plan, summary: [plan.summary, ...reasons].join(" ") };
}
