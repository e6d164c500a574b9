import fc from "fast-check";
import type { SecondOpinion } from "../../../src/contracts/diagnosis.ts";
import type { EvidenceOf } from "../../../src/contracts/evidence.ts";
import { Policy } from "../../../src/contracts/policy.ts";
import type { JudgeContext } from "../../../src/decide/judge/context.ts";
import { anyPolicyFile } from "../../config/any-policy-file.ts";
import { ago, BASE, branchRules, caseOf, change, HEAD, SUSPECT } from "./case.ts";

/** Now and then something else: with so many things that may stand against a merge, each must be rare. */
const mostly = <const T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 20, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const anyApprovals = fc.array(
  fc.record(
    {
      by: fc.constantFrom("ada", "dev"),
      at: fc.constantFrom(ago(10), ago(25), ago(100)),
      via: fc.constant("comment" as const),
      head: fc.constantFrom(HEAD, BASE, null),
      permission: fc.constantFrom("none", "read", "write", "maintain", "admin"),
      teams: fc.subarray(["sre", "core"]),
    },
    { requiredKeys: ["by", "at", "via", "head", "permission"] },
  ),
  { maxLength: 2 },
);

const secondOpinion = (agreed: boolean | null): SecondOpinion => ({
  model: "a model",
  prompt: "diagnose.v1",
  heard: agreed !== null,
  note: "",
  agreed,
  explanation: "",
  claims: [],
  doubts: [],
  patch: null,
  usd: null,
  seconds: 1,
});

const aCanary: EvidenceOf<"revisions"> = {
  id: "E2",
  text: "",
  kind: "revisions",
  service: "quotes",
  operation: "POST /quotes",
  unit: "ratio",
  revisions: [
    { revision: "b", firstSeen: ago(900), lastSeen: ago(30), requests: 900, value: 0, broken: false },
    { revision: "a", firstSeen: ago(90), lastSeen: ago(30), requests: 90, value: 0.4, broken: true },
  ],
  concurrent: {
    old: { revision: "b", requests: 900, bad: 0 },
    young: { revision: "a", requests: 50, bad: 20 },
    seconds: 60,
    pWorse: 0,
    pAlike: 0.5,
  },
} as EvidenceOf<"revisions">;

const later = { sha: "f".repeat(40), paths: ["services/quotes/other.ts"], definition: null };

/** Anything that may be the case: every rule's subject varies, alone and together, under any policy. */
export const anyCase: fc.Arbitrary<JudgeContext> = fc
  .record({
    file: anyPolicyFile,
    policyProblems: mostly(0, 1),
    confidence: mostly(0.99, 0.5, 0.93, 1),
    decision: mostly("commit" as const, "none", "unknown"),
    agreed: mostly<boolean | null>(true, false, null),
    observed: mostly(0.4, 0.001),
    diagnosedAgo: mostly(30, 5_000),
    deployedAgo: mostly(120, 2, 8_000, 90_000),
    revisionKnown: mostly(true, false),
    remedy: fc.oneof(
      { weight: 8, arbitrary: fc.constant("revert" as const) },
      { weight: 2, arbitrary: fc.constant("patch" as const) },
      { weight: 1, arbitrary: fc.constantFrom("runbook" as const, "restore-config", "replay") },
    ),
    unplanned: mostly(false, true),
    files: fc.array(
      mostly("services/quotes/a.ts", "a.ts", "db/x.sql", "README.md", ".github/workflows/ci.yml"),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    lines: fc.integer({ min: 0, max: 10 }),
    checks: fc.constantFrom(["ci", "e2e", "lint"], ["ci"]),
    checkState: mostly("success" as const, "pending", "failure", "neutral"),
    head: mostly(HEAD, BASE),
    mergeable: mostly<boolean | null>(true, false, null),
    verified: fc.constantFrom(true, false, null),
    archived: mostly(false, true),
    moved: mostly<string[]>([], ["a.ts"]),
    reverted: mostly(false, true),
    relanded: mostly(false, true),
    rules: mostly(
      {},
      { requiredApprovals: 1 },
      { codeOwners: true },
      { mergeQueue: true },
      { signedCommits: true },
      { unread: "it is protected." },
    ),
    approvedBy: mostly<string[]>([], ["bob"], ["dev"]),
    openWork: mostly(0, 1),
    aftermath: mostly<object | null>(
      {},
      null,
      { authors: null },
      { complete: false },
      { trailers: ["no-revert"] },
      { vulnerability: "CVE-2026-12345" },
      { uses: [{ sha: later.sha, path: "b.ts", symbol: "round" }] },
      { changes: [later] },
      { changes: [{ ...later, paths: ["wire/quote.ts"] }] },
      { changes: [{ ...later, definition: "ALTER TABLE quotes" }] },
      { underWay: [{ id: 1, sha: later.sha, at: ago(5), paths: ["a.ts"] }] },
    ),
    canary: mostly(false, true),
    merges: fc.array(fc.constantFrom(60, 4000, 100_000), { maxLength: 2 }),
    mergedSame: fc.boolean(),
    inFlight: mostly(false, true),
    openFixes: mostly(false, true),
    failingElsewhere: mostly(0, 2),
    paused: mostly(false, true),
    held: mostly(false, true),
    recovery: mostly<"not-healed" | "healed" | "recovered-unexplained" | "unknown" | "worse" | null>(
      "not-healed",
      "healed",
      "recovered-unexplained",
      "unknown",
      "worse",
      null,
    ),
    stage: fc.constantFrom("before-branch" as const, "before-merge" as const),
    approvals: anyApprovals,
    factsAgo: mostly<number | null>(1, 1_000, null),
  })
  .map((any): JudgeContext => {
    const whole = caseOf();
    const merging = any.stage === "before-merge";
    const pullRequest = whole.facts?.pullRequest ?? null;
    return caseOf({
      policy: Policy.parse(any.file),
      policyProblems: any.policyProblems,
      anomaly: { observed: { ...whole.anomaly.observed, value: any.observed } },
      diagnosis: {
        at: ago(any.diagnosedAgo),
        confidence: any.confidence,
        decision: any.decision,
        secondOpinion: secondOpinion(any.agreed),
        remedy: {
          kind: any.remedy,
          summary: "",
          edits: any.files.map((path) => ({ path, find: "a", replace: "b" })),
        },
        revisions: { healthy: BASE, failing: any.revisionKnown ? SUSPECT : null },
        hypotheses: whole.diagnosis.hypotheses.map((one) => {
          const { deployedAt: _, ...commit } = one.commit as NonNullable<typeof one.commit>;
          const deployed =
            any.revisionKnown || any.deployedAgo < 1_000 ? { deployedAt: ago(any.deployedAgo) } : {};
          return { ...one, commit: { ...commit, ...deployed } };
        }),
      },
      plan: any.unplanned
        ? { kind: "unplanned", remedy: any.remedy, reason: "it conflicts", conflicts: ["a.ts"] }
        : {
            remedy: any.remedy,
            reverts: any.remedy === "revert" ? [SUSPECT] : [],
            files: [...new Set(any.files)].map((path) => change(path, any.lines)),
          },
      facts:
        any.factsAgo === null
          ? null
          : {
              at: ago(any.factsAgo),
              archived: any.archived,
              movedPaths: any.moved,
              suspectReverted: any.reverted,
              suspectRelanded: any.relanded,
              rules: branchRules(any.rules),
              openWork: any.openWork ? [{ number: 1, author: "bob", paths: [], url: "" }] : [],
              pullRequest:
                pullRequest && merging
                  ? {
                      ...pullRequest,
                      head: any.head,
                      mergeable: any.mergeable,
                      verified: any.verified,
                      checks: any.checks.map((name) => ({ name, state: any.checkState })),
                      approvedBy: any.approvedBy,
                    }
                  : null,
            },
      aftermath: any.aftermath,
      serving: any.canary ? [aCanary] : [],
      held: any.held ? { by: "ada", at: ago(5) } : null,
      history: {
        merges: any.merges.map((age) => ({
          at: ago(age),
          fingerprint: any.mergedSame ? "0123456789ab" : "ba9876543210",
          service: "quotes",
        })),
        inFlight: any.inFlight ? [{ id: "1-0123456789ab", service: "quotes" }] : [],
        openFixes: any.openFixes
          ? [{ id: "1-0123456789ab", fingerprint: "0123456789ab", pullRequest: 3 }]
          : [],
        failingElsewhere: any.failingElsewhere,
        paused: any.paused,
      },
      recovery: any.recovery === null ? null : { state: any.recovery },
      stage: any.stage,
      made: merging ? HEAD : null,
      approvals: any.approvals,
    });
  });
