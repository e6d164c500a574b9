import type { Incident } from "../../src/contracts/incident.ts";
import { BASE, HEAD, MERGE, SUSPECT, wholeIncident } from "../report/a-whole-incident.ts";

/** The states that the loop takes one incident through, each of which it publishes. */
export function stages(shas: { suspect: string; base: string; head: string; merge: string }): Incident[] {
  const whole = replaceAll(wholeIncident(), shas);
  const verdict = whole.verdict!;
  const start = { since: whole.openedAt, until: whole.openedAt, deadline: whole.openedAt };
  const fresh: Incident = {
    ...whole,
    evidence: null,
    looks: 0,
    diagnosis: null,
    plan: null,
    facts: null,
    verdict: null,
    outcome: {},
    recovery: null,
    issue: null,
    closed: null,
  };
  const observed = { ...fresh, evidence: whole.evidence, looks: 1 };
  const unsure = {
    ...observed,
    diagnosis: { ...whole.diagnosis!, decision: "unknown" as const, confidence: 0.6 },
  };
  const waitingForEvidence: Incident = {
    ...unsure,
    plan: { kind: "unplanned", remedy: "none", reason: "nothing to undo", conflicts: [] },
    facts: whole.facts,
    verdict: { ...verdict, decision: "report", judged: { base: null, head: null } },
    waiting: { for: "evidence", ...start },
  };
  const again = { ...observed, looks: 2, waiting: { for: "evidence" as const, ...start } };
  const diagnosed = { ...again, diagnosis: whole.diagnosis };
  const planned = { ...diagnosed, plan: whole.plan, facts: whole.facts };
  const judged = { ...planned, verdict: { ...verdict, judged: { base: shas.base, head: null } } };
  const branched = { ...judged, outcome: { branch: whole.outcome.branch! } };
  const proposed = { ...branched, outcome: { ...branched.outcome, pullRequest: whole.outcome.pullRequest! } };
  const pending = {
    ...proposed,
    verdict: {
      ...verdict,
      decision: "propose" as const,
      rules: [
        ...verdict.rules,
        {
          rule: "required-checks",
          answer: "fail" as const,
          ceiling: "propose" as const,
          reason: "ci is pending",
        },
      ],
    },
    waiting: { for: "checks" as const, ...start },
  };
  const passed = { ...pending, verdict };
  const merged = { ...passed, outcome: { ...proposed.outcome, merge: whole.outcome.merge! } };
  const deployed = {
    ...merged,
    waiting: { for: "deployment" as const, ...start },
    outcome: whole.outcome,
  };
  const measuring: Incident = {
    ...deployed,
    waiting: { for: "recovery", ...start },
    recovery: { ...whole.recovery!, state: "unknown", summary: "too little traffic yet" },
  };
  const healed = { ...measuring, recovery: whole.recovery };
  return [
    fresh,
    observed,
    unsure,
    waitingForEvidence,
    again,
    diagnosed,
    planned,
    judged,
    branched,
    proposed,
    pending,
    passed,
    merged,
    deployed,
    measuring,
    healed,
    { ...healed, waiting: null, closed: whole.closed },
  ];
}

function replaceAll(
  incident: Incident,
  shas: { suspect: string; base: string; head: string; merge: string },
): Incident {
  const text = JSON.stringify(incident)
    .replaceAll(SUSPECT, shas.suspect)
    .replaceAll(BASE, shas.base)
    .replaceAll(HEAD, shas.head)
    .replaceAll(MERGE, shas.merge);
  return JSON.parse(text) as Incident;
}
