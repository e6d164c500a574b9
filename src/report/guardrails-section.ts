import type { Verdict } from "../contracts/verdict.ts";
import { fold } from "./fold.ts";
import { guardrailsTable } from "./guardrails-table.ts";
import type { Quote } from "./quoting.ts";
import { verdictWords } from "./verdict-words.ts";

const MOST_SHOWN = 5;

/** The verdict, what stands against more, and every rule for whoever opens the table. */
export function guardrailsSection(verdict: Verdict, quote: Quote): string {
  const failing = verdict.rules.filter(({ answer }) => answer === "fail");
  const shown = failing
    .slice(0, MOST_SHOWN)
    .map(({ rule, reason }) => `- ❌ ${quote.inline(rule, 60)}: ${quote.inline(reason, 300)}`);
  const more = failing.length > shown.length ? [`- and ${failing.length - shown.length} more`] : [];
  const against = [...shown, ...more].join("\n");
  return [
    "### Guardrails",
    verdictWords(verdict),
    ...(against === "" ? [] : [against]),
    fold(`Every rule (${verdict.rules.length})`, guardrailsTable(verdict, quote)),
  ].join("\n\n");
}
