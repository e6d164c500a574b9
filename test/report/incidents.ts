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

const CONFIG = "config/quotes.yml";
const valueChange = (
  kind: "restore-config" | "runbook",
  title: string,
  summary: string,
): Incident["plan"] => ({
  kind: "planned",
  remedy: kind,
  base: BASE,
  reverts: [],
  files: [
    {
      path: CONFIG,
      mode: "100644",
      before: { blob: "b1".repeat(20), content: "pool:\n  max: 2\n" },
      after: { content: "pool:\n  max: 40\n" },
      added: 1,
      removed: 1,
    },
  ],
  title,
  summary,
});
const nobody = {
  ...healed.diagnosis!,
  decision: "none" as const,
  suspect: null,
  confidence: 0.97,
  hypotheses: [
    {
      ...healed.diagnosis!.hypotheses[1]!,
      probability: 0.97,
      summary: "Something outside that the service calls fails or is slow.",
    },
    { ...healed.diagnosis!.hypotheses[0]!, probability: 0.03 },
  ],
};
const followed: Incident = {
  ...open,
  diagnosis: {
    ...nobody,
    remedy: {
      kind: "runbook",
      summary: "Set pool.max, as the policy's runbook says.",
      runbook: { error: "connection slots", file: CONFIG, path: "pool.max" },
    },
  },
  plan: valueChange(
    "runbook",
    `Set pool.max from 2 to 40 in ${CONFIG}`,
    `By the policy's runbook for "connection slots": sets pool.max in ${CONFIG} from 2 to 40. No commit is undone.`,
  ),
};
const underWay = { branch: healed.outcome.branch!, pullRequest: healed.outcome.pullRequest! };
const resent = { at: at(16), revision: BASE, id: 4 };

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
      look: [
        { text: "The provider's status page, and its answers in the traces (outside provider: 98%)" },
        {
          text: `a1a1a1a "refactor: simplify renewal pricing" (2%)`,
          url: `https://github.test/acme/shop/commit/${SUSPECT}`,
        },
      ],
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
      reason: "No commit did this, so there is no change to undo.",
    },
  },
  "a value is put back": {
    ...open,
    diagnosis: {
      ...healed.diagnosis!,
      remedy: {
        kind: "restore-config",
        summary: "Put max back.",
        setting: { path: CONFIG, line: 2, name: "max" },
      },
    },
    plan: valueChange(
      "restore-config",
      `Restore pool.max to 40 in ${CONFIG}`,
      `Puts pool.max in ${CONFIG} back from 2 to 40, its value before a1a1a1a. Everything else of a1a1a1a, and of the file, stays.`,
    ),
    outcome: { ...underWay, retried: { at: at(22), head: HEAD, checks: ["ci"] } },
    waiting: null,
  },
  "a runbook waits for its approval": {
    ...followed,
    outcome: { ...underWay, pullRequest: { ...underWay.pullRequest, draft: true } },
    verdict: judged("propose", rule("mode", "propose", "the policy's mode is propose")),
    waiting: waiting("approval", 20),
  },
  "a runbook at its bound": {
    ...followed,
    outcome: {},
    plan: {
      kind: "unplanned",
      remedy: "runbook",
      reason: `pool.max in ${CONFIG} stands at 40, and the runbook's max is 40.`,
      conflicts: [],
      look: [{ text: "Locks, running statements and failovers of the database (database: 97%)" }],
    },
    verdict: judged("report", rule("plan", "report", "No change could be planned.")),
    needsHuman: {
      since: at(20),
      reason: `No commit did this, and the runbook that fits cannot be done: pool.max in ${CONFIG} stands at 40, and the runbook's max is 40.`,
    },
  },
  "sent out again, and the pull request follows": {
    ...open,
    plan: healed.plan?.kind === "planned" ? { ...healed.plan, remedy: "redeploy" } : healed.plan,
    diagnosis: {
      ...healed.diagnosis!,
      remedy: { kind: "redeploy", summary: "Bring it out again.", revision: BASE },
    },
    outcome: { ...underWay, redeploy: resent },
    waiting: null,
  },
  "could not be sent out again": {
    ...open,
    outcome: {
      ...underWay,
      redeploy: { ...resent, id: null, refused: "Resource not accessible by integration" },
    },
    waiting: null,
  },
  "healed by what was sent out again": { ...healed, outcome: { ...healed.outcome, redeploy: resent } },
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
  "same cause as another": {
    ...open,
    related: [
      { ...healed.anomaly, fingerprint: "00000000000a", service: "policies", operation: "GET /policies" },
      { ...healed.anomaly, fingerprint: "00000000000b", service: "claims", operation: "POST /claims" },
    ],
    beside: [
      {
        fingerprint: "00000000000a",
        at: at(30),
        looks: 2,
        decision: "none",
        suspect: null,
        confidence: 0.97,
      },
      {
        fingerprint: "00000000000b",
        at: at(30),
        looks: 1,
        decision: "unknown",
        suspect: null,
        confidence: 0.4,
      },
    ],
    outcome: {},
    plan: null,
    verdict: null,
    waiting: null,
    sameAs: { incident: "x0-0123456789ab", issue: 5, pullRequest: 6, asked: at(20) },
    closed: { at: at(21), as: "same-cause" },
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
