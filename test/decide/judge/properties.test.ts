import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAsTight } from "../../../src/config/is-as-tight.ts";
import { type PolicySetting, settingsOf } from "../../../src/config/settings-of.ts";
import { Policy } from "../../../src/contracts/policy.ts";
import { Decision } from "../../../src/contracts/verdict.ts";
import type { JudgeContext, Rule } from "../../../src/decide/judge/context.ts";
import { judge } from "../../../src/decide/judge/judge.ts";
import { RULES } from "../../../src/decide/judge/rules.ts";
import { anyPolicyFile } from "../../config/any-policy-file.ts";
import { anyCase } from "./any-case.ts";
import { approval, BASE, caseOf, change, HEAD, SUSPECT } from "./case.ts";

/** The plan of a case in which every rule is content, with these files. */
const planned = (files: ReturnType<typeof change>[]): JudgeContext["plan"] => {
  const { plan } = caseOf();
  return plan.kind === "planned" ? { ...plan, files } : plan;
};
const rank = (context: JudgeContext, by?: readonly Rule[]) =>
  Decision.options.indexOf(judge(context, by).decision);
const failing = (context: JudgeContext) =>
  judge(context)
    .rules.filter((rule) => rule.answer === "fail")
    .map((rule) => rule.rule);

/** A policy in which one setting has another value. */
function withValue(policy: Policy, path: readonly string[], value: unknown): Policy {
  const [key, ...rest] = path as [string, ...string[]];
  const inside = policy as unknown as Record<string, unknown>;
  return {
    ...inside,
    [key]: rest.length === 0 ? value : withValue(inside[key] as Policy, rest, value),
  } as unknown as Policy;
}

/** Those settings of a policy that are as tight as the other's, and not the same. */
function tighterSettings(of: Policy, than: Policy): PolicySetting[] {
  const others = new Map(settingsOf(than).map((one) => [one.path.join(), one.value]));
  return settingsOf(of).filter(({ path, tightness, value }) => {
    const other = others.get(path.join());
    return isAsTight(tightness, value, other) && !isAsTight(tightness, other, value);
  });
}

describe("tightening never lets through what was refused", () => {
  test("any single setting, to any value that the table calls tighter", () => {
    const tried = new Map<string, number>();
    fc.assert(
      fc.property(anyCase, anyPolicyFile, (context, file) => {
        const before = rank(context);
        for (const { path, pattern, value } of tighterSettings(Policy.parse(file), context.policy)) {
          const after = rank({ ...context, policy: withValue(context.policy, path, value) });
          expect(after, path.join(".")).toBeLessThanOrEqual(before);
          tried.set(pattern, (tried.get(pattern) ?? 0) + 1);
        }
      }),
      { numRuns: 250 },
    );
    const ordered = settingsOf(Policy.parse({ version: 1 })).filter(
      ({ tightness }) => tightness.tighter !== "none",
    );
    for (const { pattern } of ordered)
      if (pattern !== "locked") expect(tried.get(pattern) ?? 0, pattern).toBeGreaterThan(0);
  });

  test("all of them at once", () => {
    fc.assert(
      fc.property(anyCase, anyPolicyFile, (context, file) => {
        const policy = tighterSettings(Policy.parse(file), context.policy).reduce(
          (tightened, { path, value }) => withValue(tightened, path, value),
          context.policy,
        );
        expect(rank({ ...context, policy })).toBeLessThanOrEqual(rank(context));
      }),
      { numRuns: 250 },
    );
  });

  test("nor does another rule, whichever are in force", () => {
    fc.assert(
      fc.property(anyCase, fc.subarray([...RULES]), fc.constantFrom(...RULES), (context, some, another) => {
        expect(rank(context, [...some, another])).toBeLessThanOrEqual(rank(context, some));
      }),
      { numRuns: 250 },
    );
  });

  test("nor a pause, a hold, an archive, a problem, a move, nor what is not known any more", () => {
    const worse: Record<string, (context: JudgeContext) => JudgeContext> = {
      paused: (one) => ({ ...one, history: { ...one.history, paused: true } }),
      problem: (one) => ({ ...one, policyProblems: one.policyProblems + 1 }),
      "no facts": (one) => ({ ...one, facts: null }),
      "no aftermath": (one) => ({ ...one, aftermath: null }),
      "not measured": (one) => ({ ...one, recovery: null }),
      "not all commits": (one) => ({
        ...one,
        aftermath: one.aftermath && { ...one.aftermath, complete: false },
      }),
      "no authors": (one) => ({ ...one, aftermath: one.aftermath && { ...one.aftermath, authors: null } }),
      archived: (one) => ({ ...one, facts: one.facts && { ...one.facts, archived: true } }),
      moved: (one) => ({ ...one, facts: one.facts && { ...one.facts, movedPaths: ["x"] } }),
      relanded: (one) => ({ ...one, facts: one.facts && { ...one.facts, suspectRelanded: true } }),
      unread: (one) => ({
        ...one,
        facts: one.facts && { ...one.facts, rules: { ...one.facts.rules, unread: "it is protected." } },
      }),
      "no approvals": (one) => ({ ...one, approvals: [] }),
    };
    fc.assert(
      fc.property(anyCase, (context) => {
        const before = rank(context);
        for (const [name, spoil] of Object.entries(worse)) {
          // Before the branch nothing need be measured, and what has recovered is a reason already.
          const recovered = ["healed", "recovered-unexplained"].includes(context.recovery?.state ?? "");
          if (name === "not measured" && (context.stage === "before-branch" || recovered)) continue;
          expect(rank(spoil(context)), name).toBeLessThanOrEqual(before);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("properties", () => {
  test("the same context, frozen, has the same verdict twice", () => {
    fc.assert(
      fc.property(anyCase, (context) => {
        const first = judge(deepFreeze(structuredClone(context)));
        expect(judge(structuredClone(context))).toEqual(first);
      }),
      { numRuns: 150 },
    );
  });

  test("no approval lifts a built-in denial, a failed check, a conflict, another head, an archive", () => {
    const spoils: Record<string, (context: JudgeContext) => JudgeContext> = {
      paths: (context) => ({ ...context, plan: planned([change(".github/workflows/ci.yml")]) }),
      plan: (context) => ({
        ...context,
        plan: { kind: "unplanned", remedy: "revert", reason: "conflict", conflicts: ["a.ts"] },
      }),
      archived: (context) => ({ ...context, facts: context.facts && { ...context.facts, archived: true } }),
      "required-checks": (context) => ({
        ...context,
        policy: { ...context.policy, guardrails: { ...context.policy.guardrails, required_checks: ["ci"] } },
        facts: withPullRequest(context, { checks: [{ name: "ci", state: "failure" }] }),
      }),
      "head-unchanged": (context) => ({ ...context, facts: withPullRequest(context, { head: SUSPECT }) }),
    };
    const everybody = [HEAD, BASE, SUSPECT, null].map((head) =>
      approval({ head, permission: "admin", by: "owner" }),
    );
    fc.assert(
      fc.property(anyCase, fc.constantFrom(...Object.keys(spoils)), (context, name) => {
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
      fc.property(anyCase, (context) => {
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
    for (const context of fc.sample(anyCase, 4000)) {
      const verdict = judge(context);
      decisions.add(verdict.decision);
      for (const { rule, answer } of verdict.rules) answers.add(`${rule} ${answer}`);
    }
    for (const decision of Decision.options) expect(decisions).toContain(decision);
    for (const { name } of RULES) {
      expect(answers).toContain(`${name} pass`);
      // A queue is no reason against a merge: it is how the merge is made.
      if (name !== "merge-queue") expect(answers).toContain(`${name} fail`);
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
