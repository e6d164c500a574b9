import type { Verdict } from "../contracts/verdict.ts";

/** The verdict as a sentence. */
export function verdictWords({ decision, rules }: Verdict): string {
  const failing = rules.filter((rule) => rule.answer === "fail").length;
  const because =
    failing === 0
      ? "every rule passes"
      : `${failing} ${failing === 1 ? "rule stands" : "rules stand"} against more`;
  switch (decision) {
    case "merge":
      return `Merge: ${because}.`;
    case "propose":
      return `Propose a pull request and wait: ${because}.`;
    case "hold":
      return `Hold the plan until a person approves: ${because}.`;
    case "report":
      return `Report and change nothing: ${because}.`;
  }
}
