import type { Verdict } from "../contracts/verdict.ts";
import type { Quote } from "./quoting.ts";
import { withinBudget } from "./within-budget.ts";

const MARK = { pass: "✅", fail: "❌", "not applicable": "➖" } as const;
const BUDGET = 12_000;

/** Every rule with its own answer and reason; what failed comes first. */
export function guardrailsTable({ rules }: Verdict, quote: Quote): string {
  const order = ["fail", "pass", "not applicable"];
  const sorted = [...rules].sort((a, b) => order.indexOf(a.answer) - order.indexOf(b.answer));
  const { kept, left } = withinBudget(
    sorted.map(
      ({ rule, answer, reason }) =>
        `| ${MARK[answer]} | ${quote.inline(rule, 60)} | ${quote.inline(reason, 400)} |`,
    ),
    BUDGET,
  );
  const rest = left > 0 ? `\n\nAnd ${left} more.` : "";
  return `| | Rule | Why |\n| :-: | :-- | :-- |\n${kept.join("\n")}${rest}`;
}
