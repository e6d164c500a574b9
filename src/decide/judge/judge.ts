import { Decision, type Verdict } from "../../contracts/verdict.ts";
import type { JudgeContext, Rule } from "./context.ts";
import { RULES } from "./rules.ts";

/**
 * Guardrail. Every rule answers, so that a person sees all the reasons at once, and the lowest ceiling of
 * those that fail is the verdict: nothing that one rule says outweighs another's no. Pure: no I/O, no
 * clock, no model.
 */
export function judge(context: JudgeContext, by: readonly Rule[] = RULES): Verdict {
  const rules = by.map((rule) => ({ rule: rule.name, ...rule.judge(context) }));
  const decision = rules.reduce<Decision>(
    (lowest, rule) => (rule.answer === "fail" ? lower(lowest, rule.ceiling ?? "report") : lowest),
    "merge",
  );
  const { plan, facts, stage } = context;
  return {
    at: context.now,
    decision,
    rules,
    judged: {
      base: plan.kind === "planned" ? plan.base : null,
      head: stage === "before-merge" ? (facts?.pullRequest?.head ?? null) : null,
    },
    policy: context.policySource?.blob ?? null,
  };
}

function lower(a: Decision, b: Decision): Decision {
  return Decision.options.indexOf(a) < Decision.options.indexOf(b) ? a : b;
}
