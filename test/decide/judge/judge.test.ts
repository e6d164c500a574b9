import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SecondOpinion } from "../../../src/contracts/diagnosis.ts";
import type { PolicyFile } from "../../../src/contracts/policy.ts";
import { Decision, Verdict } from "../../../src/contracts/verdict.ts";
import type { JudgeContext } from "../../../src/decide/judge/context.ts";
import { judge } from "../../../src/decide/judge/judge.ts";
import { RULES } from "../../../src/decide/judge/rules.ts";
import { ago, approval, BASE, branchRules, caseOf, change, HEAD, policyOf, SUSPECT } from "./case.ts";

const rank = (context: JudgeContext) => Decision.options.indexOf(judge(context).decision);
const failing = (context: JudgeContext) =>
  judge(context)
    .rules.filter((rule) => rule.answer === "fail")
    .map((rule) => rule.rule);

describe("the verdict", () => {
  test("is merge where every rule is content, and says what was judged by what", () => {
    const verdict = judge(caseOf());
    expect(Verdict.parse(verdict)).toEqual(verdict);
    expect(verdict).toMatchObject({
      decision: "merge",
      judged: { base: BASE, head: HEAD },
      policy: "e".repeat(40),
    });
    expect(failing(caseOf())).toEqual([]);
  });

  test("before there is a branch, it judges the plan", () => {
    const { facts } = caseOf();
    const verdict = judge(
      caseOf({ stage: "before-branch", made: null, facts: { ...facts, pullRequest: null } }),
    );
    expect(verdict).toMatchObject({ decision: "merge", judged: { base: BASE, head: null } });
  });

  test("every rule answers, whatever the others say", () => {
    const names = RULES.map((rule) => rule.name);
    expect(new Set(names).size).toBe(names.length);
    for (const context of [caseOf(), caseOf({ facts: null, policyProblems: 3, recovery: null })])
      expect(judge(context).rules.map((rule) => rule.rule)).toEqual(names);
  });

  test("every file of rules/ is in force, under its file's name", () => {
    const files = readdirSync(new URL("../../../src/decide/judge/rules/", import.meta.url));
    expect(files.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual(
      RULES.map((rule) => rule.name).sort(),
    );
  });

  test("is the lowest ceiling of the rules that fail", () => {
    const policy = policyOf({ guardrails: { max_lines: 1, max_merges: { per_hour: 0 } } });
    expect(failing(caseOf({ policy }))).toEqual(["size", "merge-budget"]);
    expect(judge(caseOf({ policy })).decision).toBe("hold");
    expect(judge(caseOf({ policy, policyProblems: 1 })).decision).toBe("report");
  });

  test("while nothing but checks is missing, they alone fail", () => {
    const { facts } = caseOf();
    const pullRequest = facts?.pullRequest ? { ...facts.pullRequest, checks: [], mergeable: null } : null;
    expect(failing(caseOf({ facts: { pullRequest } }))).toEqual(["required-checks"]);
  });

  test("without a policy file nothing is done but reporting", () => {
    const verdict = judge(caseOf({ policy: policyOf({ mode: "report" }), policySource: null }));
    expect(verdict).toMatchObject({ decision: "report", policy: null });
  });

  test("without facts nothing is written", () => {
    expect(judge(caseOf({ facts: null, approvals: [approval()] })).decision).toBe("report");
  });
});

describe("an approval", () => {
  const proposing = policyOf({ mode: "propose" });
  const decided = (given: Parameters<typeof approval>[0], over: Parameters<typeof caseOf>[0] = {}) =>
    judge(caseOf({ policy: proposing, ...over, approvals: [approval(given)] })).decision;

  test("of this head by somebody permitted lifts what a person may lift", () => {
    expect(judge(caseOf({ policy: proposing })).decision).toBe("propose");
    expect(decided({})).toBe("merge");
    expect(decided({ permission: "admin" })).toBe("merge");
  });

  test.each([
    ["of another head", { head: BASE }],
    ["by a reader", { permission: "read" }],
    ["by somebody who may triage", { permission: "triage" }],
    ["with a permission that GitHub does not have", { permission: "owner" }],
    ["from before the diagnosis", { at: ago(31) }],
    ["from the future", { at: ago(-10) }],
    ["at no readable time", { at: "yesterday" }],
    ["of no head at all", { head: null }],
    ["of a plan on another base", { head: null, base: SUSPECT }],
  ])("%s lifts nothing", (_, given) => {
    expect(decided(given)).toBe("propose");
  });

  test("by less than the policy asks lifts nothing", () => {
    const policy = policyOf({ mode: "propose", guardrails: { approvers: { permission: "maintain" } } });
    expect(decided({ permission: "write" }, { policy })).toBe("propose");
    expect(decided({ permission: "maintain" }, { policy })).toBe("merge");
  });

  test("of a plan that was held lifts it before the branch, and for the head made of it", () => {
    const { facts } = caseOf();
    const before = { stage: "before-branch", made: null, facts: { ...facts, pullRequest: null } } as const;
    expect(decided({ head: null }, before)).toBe("merge");
    expect(decided({ head: null, base: BASE }, before)).toBe("merge");
    expect(decided({ head: null, base: SUSPECT }, before)).toBe("propose");
    expect(decided({ head: null, base: BASE })).toBe("merge");
    expect(decided({ head: null, base: BASE }, { made: SUSPECT })).toBe("propose");
  });

  test("by GitHub's own review button counts where write access is what is asked for", () => {
    const { facts } = caseOf();
    const reviewed = {
      pullRequest: facts?.pullRequest ? { ...facts.pullRequest, approvedBy: ["ada"] } : null,
    };
    expect(judge(caseOf({ policy: proposing, facts: reviewed })).decision).toBe("merge");
    const strict = policyOf({ mode: "propose", guardrails: { approvers: { permission: "admin" } } });
    expect(judge(caseOf({ policy: strict, facts: reviewed })).decision).toBe("propose");
  });
});

/** Anything that may be the case: every rule's subject varies, alone and together. */
const anyGuardrails: fc.Arbitrary<NonNullable<PolicyFile["guardrails"]>> = fc.record({
  min_confidence: fc.constantFrom(0.5, 0.9, 0.95, 1),
  remedies: fc.subarray(["revert", "patch", "runbook"] as const),
  allow_paths: fc.subarray(["**", "services/**", "*.ts"]),
  deny_paths: fc.subarray(["db/**", "services/**", "a.ts"]),
  max_files: fc.integer({ min: 1, max: 4 }),
  max_lines: fc.integer({ min: 1, max: 20 }),
  required_checks: fc.subarray(["ci", "e2e"]),
  max_merges: fc.record({
    per_hour: fc.integer({ min: 0, max: 2 }),
    per_day: fc.integer({ min: 0, max: 3 }),
  }),
  max_age: fc.constantFrom("1m", "1h", "6h"),
  freeze: fc.subarray([
    { cron: "0 0 * * 3", duration: "24h" },
    { cron: "0 0 * * 5", duration: "24h" },
  ]),
  approvers: fc.record({ permission: fc.constantFrom("write" as const, "admin" as const) }),
});
const anyApprovals = fc.array(
  fc.record({
    by: fc.constant("ada"),
    at: fc.constantFrom(ago(10), ago(100)),
    via: fc.constant("comment" as const),
    head: fc.constantFrom(HEAD, BASE, null),
    permission: fc.constantFrom("none", "read", "write", "admin"),
  }),
  { maxLength: 2 },
);
const mostly = <const T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
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

const anyCase = fc
  .record({
    guardrails: anyGuardrails,
    mode: mostly("merge" as const, "propose", "report"),
    policyProblems: mostly(0, 1),
    confidence: mostly(0.99, 0.5, 0.93, 1),
    decision: mostly("commit" as const, "none", "unknown"),
    agreed: mostly<boolean | null>(true, false, null),
    files: fc.array(fc.constantFrom("services/a.ts", "a.ts", "db/x.sql", "README.md"), {
      minLength: 1,
      maxLength: 3,
    }),
    lines: fc.integer({ min: 0, max: 10 }),
    checks: fc.array(
      fc.record({
        name: fc.constantFrom("ci", "e2e"),
        state: mostly("success" as const, "pending", "failure", "neutral"),
      }),
      { maxLength: 3 },
    ),
    head: mostly(HEAD, BASE),
    archived: mostly(false, true),
    moved: mostly<string[]>([], ["a.ts"]),
    reverted: mostly(false, true),
    relanded: mostly(false, true),
    reviews: mostly(0, 1),
    approvedBy: mostly<string[]>([], ["bob"]),
    openWork: mostly(0, 1),
    merges: fc.array(fc.constantFrom(60, 4000, 100_000), { maxLength: 3 }),
    inFlight: mostly(false, true),
    failingElsewhere: mostly(0, 2),
    paused: mostly(false, true),
    recovery: mostly("not-healed" as const, "healed", "recovered-unexplained", "unknown", "worse"),
    stage: fc.constantFrom("before-branch" as const, "before-merge" as const),
    approvals: anyApprovals,
    noFacts: mostly(false, true),
  })
  .map((any): { context: JudgeContext; guardrails: NonNullable<PolicyFile["guardrails"]> } => {
    const whole = caseOf();
    const pullRequest = whole.facts?.pullRequest;
    const context = caseOf({
      policy: policyOf({ mode: any.mode, guardrails: any.guardrails }),
      policyProblems: any.policyProblems,
      diagnosis: {
        confidence: any.confidence,
        decision: any.decision,
        secondOpinion: secondOpinion(any.agreed),
      },
      plan: { files: [...new Set(any.files)].map((path) => change(path, any.lines)) },
      facts: any.noFacts
        ? null
        : {
            archived: any.archived,
            movedPaths: any.moved,
            suspectReverted: any.reverted,
            suspectRelanded: any.relanded,
            rules: branchRules({ requiredApprovals: any.reviews }),
            openWork: any.openWork ? [{ number: 1, author: "bob", paths: [], url: "" }] : [],
            pullRequest:
              pullRequest && any.stage === "before-merge"
                ? { ...pullRequest, head: any.head, checks: any.checks, approvedBy: any.approvedBy }
                : null,
          },
      history: {
        merges: any.merges.map((age) => ({ at: ago(age), fingerprint: "0123456789ab", service: "quotes" })),
        inFlight: any.inFlight ? [{ id: "1-0123456789ab", service: "quotes" }] : [],
        failingElsewhere: any.failingElsewhere,
        paused: any.paused,
      },
      recovery: { state: any.recovery },
      stage: any.stage,
      made: any.stage === "before-merge" ? HEAD : null,
      approvals: any.approvals,
    });
    return { context, guardrails: any.guardrails };
  });

type Guardrails = NonNullable<PolicyFile["guardrails"]>;
/** Each makes a policy stricter in one thing. */
const TIGHTER: Record<string, (given: Guardrails) => Guardrails> = {
  "a higher min_confidence": (given) => ({
    ...given,
    min_confidence: Math.min(1, (given.min_confidence ?? 0.95) + 0.04),
  }),
  "a remedy fewer": (given) => ({ ...given, remedies: given.remedies?.slice(1) ?? [] }),
  "an allowed path fewer": (given) => ({ ...given, allow_paths: given.allow_paths?.slice(1) ?? [] }),
  "another denied path": (given) => ({ ...given, deny_paths: [...(given.deny_paths ?? []), "services/**"] }),
  "a denied path with a !": (given) => ({
    ...given,
    deny_paths: [...(given.deny_paths ?? []), "!services/**"],
  }),
  "fewer files": (given) => ({ ...given, max_files: Math.max(1, (given.max_files ?? 5) - 1) }),
  "fewer lines": (given) => ({ ...given, max_lines: Math.max(1, (given.max_lines ?? 200) - 5) }),
  "another required check": (given) => ({
    ...given,
    required_checks: [...(given.required_checks ?? []), "lint"],
  }),
  "fewer merges an hour": (given) => ({
    ...given,
    max_merges: { ...given.max_merges, per_hour: Math.max(0, (given.max_merges?.per_hour ?? 1) - 1) },
  }),
  "fewer merges a day": (given) => ({
    ...given,
    max_merges: { ...given.max_merges, per_day: Math.max(0, (given.max_merges?.per_day ?? 3) - 1) },
  }),
  "a younger suspect": (given) => ({ ...given, max_age: "30s" }),
  "another freeze": (given) => ({
    ...given,
    freeze: [...(given.freeze ?? []), { cron: "0 12 * * *", duration: "1h" }],
  }),
  "a longer freeze": (given) => ({
    ...given,
    freeze: (given.freeze ?? []).map((window) => ({ ...window, duration: "7d" })),
  }),
  "fewer approvers": (given) => ({ ...given, approvers: { permission: "admin" } }),
};

describe("properties", () => {
  test.each(Object.entries(TIGHTER))("%s never raises the verdict", (_, tighten) => {
    fc.assert(
      fc.property(anyCase, ({ context, guardrails }) => {
        const policy = policyOf({ mode: context.policy.mode, guardrails: tighten(guardrails) });
        expect(rank({ ...context, policy })).toBeLessThanOrEqual(rank(context));
      }),
      { numRuns: 150 },
    );
  });

  test("a lower mode never raises it, nor does a pause, an archive, a problem, a move or an unknown", () => {
    fc.assert(
      fc.property(anyCase, ({ context, guardrails }) => {
        const before = rank(context);
        for (const mode of ["report", "propose"] as const) {
          if (Decision.options.indexOf(mode) < Decision.options.indexOf(context.policy.mode))
            expect(rank({ ...context, policy: policyOf({ mode, guardrails }) })).toBeLessThanOrEqual(before);
        }
        expect(rank({ ...context, history: { ...context.history, paused: true } })).toBeLessThanOrEqual(
          before,
        );
        expect(rank({ ...context, policyProblems: context.policyProblems + 1 })).toBeLessThanOrEqual(before);
        expect(rank({ ...context, facts: null })).toBeLessThanOrEqual(before);
        if (!context.facts) return;
        const { facts } = context;
        expect(rank({ ...context, facts: { ...facts, archived: true } })).toBeLessThanOrEqual(before);
        expect(rank({ ...context, facts: { ...facts, movedPaths: ["x"] } })).toBeLessThanOrEqual(before);
        expect(rank({ ...context, facts: { ...facts, suspectRelanded: true } })).toBeLessThanOrEqual(before);
      }),
      { numRuns: 150 },
    );
  });

  test("the same context, frozen, has the same verdict twice", () => {
    fc.assert(
      fc.property(anyCase, ({ context }) => {
        const first = judge(deepFreeze(structuredClone(context)));
        expect(judge(structuredClone(context))).toEqual(first);
      }),
      { numRuns: 150 },
    );
  });

  test("no approval lifts a built-in denial, a failed check, a conflict, another head, an archive", () => {
    const spoils: Record<string, (context: JudgeContext) => JudgeContext> = {
      paths: (context) => ({
        ...context,
        plan:
          context.plan.kind === "planned"
            ? { ...context.plan, files: [change(".github/workflows/ci.yml")] }
            : context.plan,
      }),
      plan: (context) => ({
        ...context,
        plan: { kind: "unplanned", remedy: "revert", reason: "conflict", conflicts: ["a.ts"] },
      }),
      archived: (context) => ({ ...context, facts: context.facts && { ...context.facts, archived: true } }),
      "required-checks": (context) => ({
        ...context,
        policy: policyOf({ guardrails: { required_checks: ["ci"] } }),
        facts: withPullRequest(context, { checks: [{ name: "ci", state: "failure" }] }),
      }),
      "head-unchanged": (context) => ({ ...context, facts: withPullRequest(context, { head: SUSPECT }) }),
    };
    const everybody = [HEAD, BASE, SUSPECT, null].map((head) =>
      approval({ head, permission: "admin", by: "owner" }),
    );
    fc.assert(
      fc.property(anyCase, fc.constantFrom(...Object.keys(spoils)), ({ context }, name) => {
        const merging = {
          ...context,
          stage: "before-merge" as const,
          facts: context.facts ?? caseOf().facts,
        };
        const spoilt = spoils[name]?.({ ...merging, approvals: everybody, made: HEAD });
        if (!spoilt) throw new Error("unreachable: every name has its way to spoil");
        expect(failing(spoilt)).toContain(name);
        expect(judge(spoilt).decision).not.toBe("merge");
      }),
      { numRuns: 500 },
    );
  });

  test("an approval by somebody who is not permitted changes nothing", () => {
    fc.assert(
      fc.property(anyCase, ({ context }) => {
        const bare = { ...context, approvals: [] };
        const given = { ...context, approvals: [approval({ permission: "read", head: HEAD })] };
        expect(judge(given)).toEqual(judge(bare));
      }),
      { numRuns: 150 },
    );
  });

  test("the cases reach every verdict, and every rule fails and passes in some", () => {
    const decisions = new Set<string>();
    const answers = new Set<string>();
    for (const { context } of fc.sample(anyCase, 4000)) {
      const verdict = judge(context);
      decisions.add(verdict.decision);
      for (const { rule, answer } of verdict.rules) answers.add(`${rule} ${answer}`);
    }
    for (const decision of Decision.options) expect(decisions).toContain(decision);
    // Their subjects do not vary here; their own tables do.
    const still = new Set(["baseline", "evidence-age", "remedy-kind", "plan", "mergeable"]);
    for (const { name } of RULES) {
      expect(answers).toContain(`${name} pass`);
      if (!still.has(name)) expect(answers).toContain(`${name} fail`);
    }
  });
});

function withPullRequest(context: JudgeContext, over: object): JudgeContext["facts"] {
  const facts = context.facts ?? caseOf().facts;
  const pullRequest = facts?.pullRequest ?? caseOf().facts?.pullRequest;
  return facts && pullRequest ? { ...facts, pullRequest: { ...pullRequest, ...over } } : null;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
