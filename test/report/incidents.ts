import type { Attempt } from "../../src/contracts/attempt.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { BASE, freshIncident, HEAD, MERGE, SUSPECT, wholeIncident } from "./a-whole-incident.ts";

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 14, 2, second)).toISOString();
const BACK = "5f".repeat(20);
const OTHER = "c7".repeat(20);

const healed: Incident = { ...wholeIncident(), writes: 7 };
const open: Incident = { ...healed, closed: null, recovery: null };
const rule = (name: string, ceiling: "propose" | "hold" | "report", reason: string) => ({
  rule: name,
  answer: "fail" as const,
  ceiling,
  reason,
});
const waiting = (what: "approval" | "deployment" | "recovery", second: number): Incident["waiting"] => ({
  for: what,
  since: at(second),
  until: at(second + 30),
  deadline: at(second + 2400),
});
const judged = (decision: "propose" | "hold" | "report", ...against: ReturnType<typeof rule>[]) => ({
  ...healed.verdict!,
  decision,
  rules: [...against, ...healed.verdict!.rules],
});

const attempt: Attempt = {
  at: at(160),
  ended: "not-healed",
  reason: "40.9 % of POST /quotes still fail in the 212 requests since it was deployed.",
  suspect: SUSPECT,
  remedy: "revert",
  title: 'Revert "refactor: simplify renewal pricing"',
  plan: healed.plan,
  facts: healed.facts,
  verdict: healed.verdict,
  approvals: [],
  outcome: healed.outcome,
  recovery: { ...healed.recovery!, state: "not-healed", summary: "It still fails." },
  rollback: null,
};
const takenBack: Attempt = {
  ...attempt,
  rollback: {
    branch: { name: "sre-space/0123456789ab-7-rollback", commit: BACK },
    pullRequest: { number: 9, url: "https://github.test/acme/shop/pull/9", head: BACK, draft: false },
    merge: { sha: BACK, at: at(175) },
    deployment: { id: 6, sha: BACK, at: at(180), state: "success" },
  },
};

/** A handful of incidents as they come, by what became of them. */
export const INCIDENTS: Readonly<Record<string, Incident>> = {
  "just noticed": freshIncident(),
  healed,
  "healed on a public repository": { ...healed, facts: { ...healed.facts!, public: true } },
  proposed: {
    ...open,
    outcome: {
      branch: healed.outcome.branch!,
      pullRequest: { ...healed.outcome.pullRequest!, draft: true },
      checks: [{ name: "ci", state: "success" }],
    },
    verdict: judged("propose", rule("mode", "propose", "the policy's mode is propose")),
    waiting: waiting("approval", 20),
  },
  held: {
    ...open,
    outcome: {},
    verdict: {
      ...judged("hold", rule("freeze", "hold", "frozen until 2026-11-23 08:00 UTC")),
      judged: { base: BASE, head: null },
    },
    waiting: waiting("approval", 20),
  },
  "slow rollout": {
    ...open,
    outcome: {
      ...healed.outcome,
      deployment: { ...healed.outcome.deployment!, share: 0.42 },
    },
    waiting: waiting("recovery", 37),
  },
  "no commit did it": {
    ...open,
    outcome: {},
    plan: {
      kind: "unplanned",
      remedy: "none",
      reason: "No change would help: the provider is away.",
      conflicts: [],
    },
    diagnosis: {
      ...healed.diagnosis!,
      decision: "none",
      suspect: null,
      confidence: 0.983,
      remedy: { kind: "none", summary: "Look at the status of the carrier." },
      hypotheses: [
        {
          ...healed.diagnosis!.hypotheses[1]!,
          probability: 0.983,
          because: ["E8"],
          against: [],
          reasons: [{ text: "Every revision fails alike", favours: true, evidence: ["E2"] }],
          summary: "Calls to the carrier time out, whatever revision makes them.",
        },
        { ...healed.diagnosis!.hypotheses[0]!, probability: 0.017 },
      ],
    },
    verdict: judged("report", rule("confidence", "report", "no commit is held guilty")),
    needsHuman: {
      since: at(20),
      reason: "No commit did this, so there is no change to undo. See what would help below.",
    },
  },
  "cause unknown": {
    ...open,
    looks: 9,
    outcome: {},
    plan: { kind: "unplanned", remedy: "none", reason: "Nobody is held guilty.", conflicts: [] },
    diagnosis: {
      ...healed.diagnosis!,
      decision: "unknown",
      confidence: 0.61,
      hypotheses: [
        { ...healed.diagnosis!.hypotheses[0]!, probability: 0.61 },
        { ...healed.diagnosis!.hypotheses[1]!, probability: 0.39 },
      ],
    },
    verdict: judged("report", rule("confidence", "report", "61 % is less than 95 %")),
    needsHuman: {
      since: at(120),
      reason: "The evidence does not single out one cause. What would settle it is listed with the suspects.",
    },
  },
  "being taken back": {
    ...open,
    attempts: [attempt],
    rollback: { at: at(160), why: "not-healed", reason: attempt.reason, by: null, of: MERGE },
    plan: {
      kind: "planned",
      remedy: "revert",
      base: MERGE,
      reverts: [MERGE],
      files: healed.plan!.kind === "planned" ? healed.plan!.files : [],
      title: 'Take back "Revert "refactor: simplify renewal pricing""',
      summary: "Takes back what 3e3e3e3 changed.",
    },
    verdict: { ...healed.verdict!, judged: { base: MERGE, head: BACK } },
    outcome: {
      branch: takenBack.rollback!.branch!,
      pullRequest: takenBack.rollback!.pullRequest!,
    },
    waiting: null,
  },
  "taken back, and a person is asked": {
    ...open,
    attempts: [takenBack],
    outcome: {},
    needsHuman: {
      since: at(181),
      reason: "Undoing a1a1a1a (#8) did not help and was taken back (#9). No other cause is likely enough.",
    },
  },
  "healed at the second try": {
    ...healed,
    attempts: [takenBack],
    outcome: {
      ...healed.outcome,
      pullRequest: { number: 11, url: "https://github.test/acme/shop/pull/11", head: HEAD, draft: false },
      merge: { sha: OTHER, at: at(200) },
      deployment: { id: 7, sha: OTHER, at: at(206), state: "success" },
    },
    closed: { at: at(218), as: "healed" },
    writes: 15,
  },
  "passed, and not by the change": {
    ...healed,
    recovery: {
      ...healed.recovery!,
      state: "recovered-unexplained",
      summary: "bababab got well in the same minutes, which does not carry the change.",
    },
    closed: { at: at(90), as: "recovered-unexplained" },
  },
  "passed by itself": {
    ...healed,
    outcome: {},
    diagnosis: null,
    plan: null,
    verdict: null,
    evidence: null,
    closed: { at: at(90), as: "recovered-unexplained" },
  },
};
