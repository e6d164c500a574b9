import type { Aftermath } from "../../contracts/aftermath.ts";
import type { Plan } from "../../contracts/change-set.ts";
import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { Facts } from "../../contracts/facts.ts";
import type { Incident } from "../../contracts/incident.ts";
import type { Policy } from "../../contracts/policy.ts";
import type { JudgeContext } from "../../decide/judge/context.ts";
import { judge as judgeVerdict } from "../../decide/judge/judge.ts";
import { mergesAsPlanned } from "../../decide/plan/merges-as-planned.ts";
import { readAftermath } from "../../decide/plan/read-aftermath.ts";
import { approvalsToday } from "../approvals-today.ts";
import { diagnosisOfChange } from "../diagnosis-of-change.ts";
import { findSameCause } from "../find-same-cause.ts";
import { isRedeployed } from "../is-redeployed.ts";
import { keepJudgement } from "../keep-judgement.ts";
import { measureTogether } from "../measure-together.ts";
import { planToday } from "../plan-today.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** How often one change is made anew because the default branch moved under it. */
const MOST_REMADE = 5;

/**
 * Guardrail judges, on facts read at this moment and with the symptom measured once more, so that what
 * has recovered by itself is left alone.
 */
export async function judge(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { outcome, anomaly } = incident;
  const diagnosis = diagnosisOfChange(incident);
  if (!diagnosis || !incident.plan)
    throw new Error(`Incident ${incident.id} reached judge without diagnosis and plan.`);
  const loaded = await ports.policy(incident.repository);
  const { plan, facts, behind } = await onTodaysHead(incident, incident.plan, diagnosis, ports);
  if (isAsJudged(incident, facts)) return { change: { facts }, thoughts: [] };
  const aftermath = await aftermathOf(incident, { plan, facts, diagnosis, policy: loaded.policy }, ports);
  const measured = measureTogether(incident, ports.observer);
  const approvals = await approvalsToday(incident.approvals, loaded.policy, ports.facts(incident.repository));
  const context: JudgeContext = {
    policy: loaded.policy,
    policySource: loaded.source,
    policyProblems: loaded.problems.length,
    anomaly,
    diagnosis,
    plan,
    facts,
    aftermath,
    serving: incident.evidence?.items.filter((item) => item.kind === "revisions") ?? [],
    approvals,
    held: incident.held,
    rollback: incident.rollback,
    ...(isRedeployed(outcome) ? { redeployed: true } : {}),
    history: await ports.history(incident),
    recovery: measured.own,
    now: new Date(ports.clock.now()).toISOString(),
    stage: outcome.pullRequest ? "before-merge" : "before-branch",
    made: outcome.branch?.commit ?? null,
  };
  const verdict = judgeVerdict(context);
  // Another may have become sure of the same commit since this one was.
  const sameAs = await findSameCause(incident, ports);
  const failing = verdict.rules.filter((rule) => rule.answer === "fail");
  const why = failing.length > 0 ? failing.map((rule) => rule.reason).join(" ") : "every rule passes.";
  const same =
    incident.verdict?.decision === verdict.decision &&
    incident.verdict.rules.map((rule) => rule.answer).join() ===
      verdict.rules.map((rule) => rule.answer).join();
  return {
    change: {
      plan,
      facts,
      verdict,
      sameAs,
      judged: keepJudgement(context),
      recovery: measured.whole,
      ...(approvals.length > 0 ? { approvals } : {}),
      outcome: {
        ...outcome,
        ...(facts.pullRequest ? { checks: facts.pullRequest.checks } : {}),
        ...(behind && verdict.decision !== "report" ? { behind: { at: context.now, reason: behind } } : {}),
      },
    },
    thoughts: same ? [] : [thought("guardrail", `${verdict.decision}: ${why}`)],
  };
}

/**
 * Whether GitHub has merged what we asked of it, while a crash or a full disk kept us from noting that it has. It is not judged
 * anew: with it in, the change would look like one that somebody has made already.
 */
function isAsJudged({ outcome, verdict }: Incident, { pullRequest }: Facts): boolean {
  const wasAsked = outcome.asked !== undefined && verdict?.decision === "merge";
  return wasAsked && pullRequest?.merged === true && pullRequest.head === verdict?.judged.head;
}

/** What came after the suspect, up to the head that the facts tell; null where there is no suspect. */
async function aftermathOf(
  { anomaly }: Incident,
  judged: { plan: Plan; facts: Facts; diagnosis: Diagnosis; policy: Policy },
  ports: LoopPorts,
): Promise<Aftermath | null> {
  const { plan, facts, diagnosis, policy } = judged;
  if (diagnosis.suspect === null) return null;
  const aftermath = await readAftermath(ports.reader(anomaly.repository), {
    suspect: diagnosis.suspect,
    beside: plan.kind === "planned" ? plan.reverts.filter((sha) => sha !== diagnosis.suspect) : [],
    head: facts.head,
    paths: plan.kind === "planned" ? plan.files.map((file) => file.path) : [],
    environment: policy.deploy.environment,
    nowMs: ports.clock.now(),
  });
  if (!aftermath?.authors || policy.guardrails.approvers.self_approval) return aftermath;
  // Whoever brought it in by a pull request is its author, too, by whatever address the commit names.
  const known = await ports.facts(anomaly.repository).authors(diagnosis.suspect);
  const authors = known && [...new Set([...aftermath.authors, ...known.map((login) => login.toLowerCase())])];
  return { ...aftermath, authors };
}

/**
 * The plan on the head of today. Where a path of it has moved, it is planned anew; once a branch stands,
 * it serves to show that merging that branch gives the same; where it does not, the paths count as moved.
 */
async function onTodaysHead(
  incident: Incident,
  plan: Plan,
  diagnosis: Diagnosis,
  ports: LoopPorts,
): Promise<{ plan: Plan; facts: Facts; behind?: string }> {
  const { outcome, repository } = incident;
  const read = async (plan: Plan): Promise<Facts> => {
    const facts = await ports.facts(repository).read({
      pullRequest: outcome.pullRequest?.number ?? null,
      paths: plan.kind === "planned" ? plan.files.map((file) => file.path) : [],
      base: plan.kind === "planned" ? plan.base : null,
      suspect: diagnosis.suspect,
      beside: plan.kind === "planned" ? plan.reverts.filter((sha) => sha !== diagnosis.suspect) : [],
    });
    // By the clock by which their age is judged: the machine's own may have been set meanwhile.
    return { ...facts, at: new Date(ports.clock.now()).toISOString() };
  };
  const facts = await read(plan);
  if (plan.kind === "unplanned" || facts.movedPaths.length === 0 || facts.pullRequest?.merged)
    return { plan, facts };
  const fresh = await planToday(incident, diagnosis, ports);
  const plannedAt = new Date(ports.clock.now()).toISOString();
  const anew = fresh.kind === "planned" ? { ...fresh, plannedAt } : fresh;
  if (!outcome.branch) return { plan: anew, facts: await read(anew) };
  if (fresh.kind === "unplanned") return { plan, facts };
  if (!mergesAsPlanned(plan, fresh)) {
    // What somebody put on our branch is theirs; a base that keeps moving is a person's.
    const ours = facts.pullRequest?.state === "open" && facts.pullRequest.head === outcome.branch.commit;
    if (!ours || (outcome.remade ?? 0) >= MOST_REMADE) return { plan, facts };
    return { plan, facts, behind: `${facts.movedPaths[0]} has changed on ${facts.defaultBranch}.` };
  }
  // What the branch holds stays the plan; it is today's head that it is now known to fit.
  return { plan, facts: await read(fresh) };
}
