import type { Diagnosis, Hypothesis } from "../contracts/diagnosis.ts";
import { commitLink } from "./commit-link.ts";
import { dateAndTime } from "./date-and-time.ts";
import { fold } from "./fold.ts";
import { percent } from "./percent.ts";
import type { ReportContext } from "./report-context.ts";
import { withinBudget } from "./within-budget.ts";

const MOST_SUSPECTS = 6;
const MOST_REASONS = 6;
const BUDGET = 14_000;

/** The candidates, most probable first, each with what speaks for it and against it. */
export function suspectsSection(diagnosis: Diagnosis, context: ReportContext): string {
  const shown = diagnosis.hypotheses
    .filter((one, index) => index === 0 || one.probability >= 0.005)
    .slice(0, MOST_SUSPECTS);
  const { kept } = withinBudget(
    shown.map((one, index) => suspect(one, index + 1, context)),
    BUDGET,
  );
  const rest = diagnosis.hypotheses.length - kept.length;
  const others =
    rest > 0
      ? `\n\n${rest} other ${rest === 1 ? "explanation was" : "explanations were"} weighed and found unlikely.`
      : "";
  const [first = "", ...rivals] = kept;
  // A rival that is next to impossible is for those who doubt.
  const folded =
    diagnosis.decision === "unknown" || rivals.length === 0
      ? `${rivals.map((one) => `\n${one}`).join("")}${others}`
      : `\n\n${fold(`Who else was weighed (${diagnosis.hypotheses.length - 1})`, `${rivals.join("\n")}${others}`)}`;
  const none =
    diagnosis.decision === "none"
      ? `**${percent(diagnosis.confidence)}** — no commit did it. Of what else can have:\n\n`
      : "";
  return `### Suspects\n\n${none}${first}${folded}${settle(diagnosis, context)}`;
}

function suspect(one: Hypothesis, rank: number, context: ReportContext): string {
  const { quote } = context;
  const { commit } = one;
  const name = one.suspect
    ? `${commitLink(one.suspect, context)}${commit ? ` ${quote.inline(commit.subject, 120)}` : ""}`
    : `no commit: ${quote.inline(one.mechanism, 100)}`;
  const facts = commit
    ? [
        `by ${quote.inline(commit.author, 60)}`,
        commit.deployedAt ? `deployed ${dateAndTime(commit.deployedAt)}` : "never seen deployed",
      ]
    : [];
  const lines = [
    `${rank}. **${percent(one.probability)}** — ${name}${facts.length ? ` (${facts.join(", ")})` : ""}`,
  ];
  if (rank === 1 && one.summary) lines.push(`   ${quote.inline(one.summary, 500)}`);
  const reasons = one.reasons.filter((reason) => reason.text !== "").slice(0, MOST_REASONS);
  for (const reason of reasons) {
    const because =
      reason.evidence.length > 0 ? ` _(${reason.evidence.map((id) => quote.inline(id, 8)).join(", ")})_` : "";
    lines.push(`   - ${reason.favours ? "for" : "against"}: ${quote.inline(reason.text, 300)}${because}`);
  }
  return lines.join("\n");
}

function settle({ wouldSettle, decision }: Diagnosis, { quote }: ReportContext): string {
  if (decision !== "unknown" || wouldSettle.length === 0) return "";
  const lines = wouldSettle.slice(0, 6).map((text) => `- ${quote.inline(text, 300)}`);
  return `\n\n**What would settle it**\n\n${lines.join("\n")}`;
}
