import type { Incident } from "../../contracts/incident.ts";
import { judge as judgeVerdict } from "../../decide/judge/judge.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/**
 * Guardrail judges, on facts read at this moment and with the symptom measured once more, so that what
 * has recovered by itself is left alone.
 */
export async function judge(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { diagnosis, plan, outcome, anomaly } = incident;
  if (!diagnosis || !plan)
    throw new Error(`Incident ${incident.id} reached judge without diagnosis and plan.`);
  const loaded = await ports.policy(incident.repository);
  const facts = await ports.facts(incident.repository).read({
    pullRequest: outcome.pullRequest?.number ?? null,
    paths: plan.kind === "planned" ? plan.files.map((file) => file.path) : [],
    base: plan.kind === "planned" ? plan.base : null,
    suspect: diagnosis.suspect,
  });
  const recovery = ports.observer.recovery({
    anomaly,
    since: anomaly.onset.at,
    revision: null,
    remedied: false,
  });
  const verdict = judgeVerdict({
    policy: loaded.policy,
    policySource: loaded.source,
    policyProblems: loaded.problems.length,
    anomaly,
    diagnosis,
    plan,
    facts,
    approvals: incident.approvals,
    history: await ports.history(incident),
    recovery,
    now: new Date(ports.clock.now()).toISOString(),
    stage: outcome.pullRequest ? "before-merge" : "before-branch",
  });
  const failing = verdict.rules.filter((rule) => rule.answer === "fail");
  const why = failing.length > 0 ? failing.map((rule) => rule.reason).join(" ") : "every rule passes.";
  const same =
    incident.verdict?.decision === verdict.decision &&
    incident.verdict.rules.map((rule) => rule.answer).join() ===
      verdict.rules.map((rule) => rule.answer).join();
  return {
    change: {
      facts,
      verdict,
      recovery,
      outcome: facts.pullRequest ? { ...outcome, checks: facts.pullRequest.checks } : outcome,
    },
    thoughts: same ? [] : [thought("guardrail", `${verdict.decision}: ${why}`)],
  };
}
