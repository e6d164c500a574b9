import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Verdict } from "../../../src/contracts/verdict.ts";
import type { JudgeContext } from "../../../src/decide/judge/context.ts";
import { judge } from "../../../src/decide/judge/judge.ts";
import { RULES } from "../../../src/decide/judge/rules.ts";
import { ago, approval, BASE, caseOf, HEAD, policyOf, SUSPECT } from "./case.ts";

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
