import type { FileChange } from "../../../src/contracts/change-set.ts";
import type { Approval, Facts } from "../../../src/contracts/facts.ts";
import { Policy, type PolicyFile } from "../../../src/contracts/policy.ts";
import type { JudgeContext } from "../../../src/decide/judge/context.ts";

export const NOW = "2026-11-18T12:00:00.000Z"; // A Wednesday.
export const SUSPECT = "a".repeat(40);
export const BASE = "b".repeat(40);
export const HEAD = "c".repeat(40);

/** So many seconds before now. */
export const ago = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

export const change = (path: string, lines = 2): FileChange => ({
  path,
  mode: "100644",
  before: { blob: "d".repeat(40), content: "old\n" },
  after: { content: "new\n" },
  added: Math.ceil(lines / 2),
  removed: Math.floor(lines / 2),
});

export const policyOf = (
  file: Partial<PolicyFile> & { guardrails?: PolicyFile["guardrails"] } = {},
): Policy =>
  Policy.parse({
    version: 1,
    mode: "merge",
    services: {
      quotes: { paths: ["services/quotes/**"], slo: { availability: "99.5%", latency: { p95: "400ms" } } },
    },
    ...file,
    guardrails: { required_checks: ["ci"], ...file.guardrails },
  } satisfies PolicyFile);

export const branchRules = (over: Partial<Facts["rules"]> = {}): Facts["rules"] => ({
  requiredChecks: [],
  requiredApprovals: 0,
  codeOwners: false,
  mergeQueue: false,
  signedCommits: false,
  unread: null,
  ...over,
});

export const approval = (over: Partial<Approval> = {}): Approval => ({
  by: "ada",
  at: ago(10),
  via: "comment",
  head: HEAD,
  permission: "write",
  ...over,
});

type Parts = {
  [K in keyof JudgeContext]?: JudgeContext[K] extends object | null
    ? Partial<JudgeContext[K]> | null
    : JudgeContext[K];
};

/** A case in which every rule is content, at the moment of the merge; `over` spoils it. */
export function caseOf(over: Parts = {}): JudgeContext {
  const whole: JudgeContext = {
    policy: policyOf(),
    policySource: { path: ".sre-space.yml", blob: "e".repeat(40) },
    policyProblems: 0,
    anomaly: {
      fingerprint: "0123456789ab",
      repository: "acme/shop",
      environment: "production",
      service: "quotes",
      operation: "POST /quotes",
      symptom: "errors",
      source: "telemetry",
      alerts: [],
      onset: { at: ago(60), earliest: ago(62), latest: ago(58) },
      detectedAt: ago(55),
      observed: { value: 0.4, unit: "ratio", samples: 120 },
      objective: 0.005,
      baselineSeconds: 120,
      blastRadius: [],
      summary: "POST /quotes fails.",
    },
    diagnosis: {
      at: ago(30),
      decision: "commit",
      suspect: SUSPECT,
      confidence: 0.99,
      service: "quotes",
      operation: "POST /quotes",
      onset: ago(60),
      blastRadius: [],
      remedy: { kind: "revert", summary: "Revert it." },
      hypotheses: [
        {
          suspect: SUSPECT,
          mechanism: "code defect",
          probability: 0.99,
          because: ["E1"],
          against: [],
          reasons: [],
          summary: "It throws.",
          commit: {
            subject: "refactor",
            author: "dev",
            committedAt: ago(300),
            deployedAt: ago(120),
            url: "https://github.example/acme/shop/commit/a",
            files: ["services/quotes/premium.ts"],
          },
        },
      ],
      wouldSettle: [],
      revisions: { healthy: BASE, failing: SUSPECT },
      tokens: 0,
    },
    plan: {
      kind: "planned",
      remedy: "revert",
      base: BASE,
      reverts: [SUSPECT],
      files: [change("services/quotes/premium.ts", 14)],
      title: "Revert",
      summary: "",
    },
    facts: {
      at: ago(1),
      defaultBranch: "main",
      head: BASE,
      archived: false,
      public: false,
      rules: branchRules(),
      pullRequest: {
        number: 8,
        head: HEAD,
        state: "open",
        merged: false,
        draft: false,
        mergeable: true,
        verified: null,
        checks: [{ name: "ci", state: "success" }],
        approvedBy: [],
      },
      openWork: [],
      movedPaths: [],
      suspectReverted: false,
      suspectRelanded: false,
    },
    aftermath: {
      authors: ["dev"],
      trailers: [],
      vulnerability: null,
      changes: [{ sha: SUSPECT, paths: ["services/quotes/premium.ts"], definition: null }],
      uses: [],
      complete: true,
      underWay: [],
    },
    serving: [],
    approvals: [],
    history: { merges: [], inFlight: [], openFixes: [], failingElsewhere: 0, paused: false },
    recovery: { at: ago(1), state: "not-healed", since: ago(60), summary: "Still failing." },
    now: NOW,
    stage: "before-merge",
    made: HEAD,
  };
  return mergeInto(whole, over) as JudgeContext;
}

/** Objects are merged one level below the context; all else is replaced. */
function mergeInto(whole: JudgeContext, over: Parts): unknown {
  const merged: Record<string, unknown> = { ...whole };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
