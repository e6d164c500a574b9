import type { Incident } from "../contracts/incident.ts";
import { commitLink } from "./commit-link.ts";
import { percent } from "./percent.ts";
import type { ReportContext } from "./report-context.ts";

/** Below it the likeliest cause is one among several, and not what did it. */
const SINGLED_OUT = 0.5;

/** Who or what did it, as far as is known, in two sentences. */
export function causeWords({ diagnosis }: Incident, context: ReportContext): string {
  const { quote } = context;
  const [first] = diagnosis?.hypotheses ?? [];
  if (!diagnosis || !first) return "Not known: it was over before it could be looked at.";
  if (diagnosis.decision === "unknown")
    return `Not known. The best explanation was ${first.suspect ? commitLink(first.suspect, context) : quote.inline(first.mechanism, 100)}, ${percent(first.probability)}.`;
  const summary = first.summary === "" ? "" : ` ${quote.inline(first.summary, 500)}`;
  if (!first.suspect && first.probability < SINGLED_OUT)
    return `No commit (${percent(diagnosis.confidence)} sure). Which cause it was instead the evidence does not tell; the likeliest is ${quote.inline(first.mechanism, 100)}, ${percent(first.probability)}.`;
  if (!first.suspect)
    return `No commit (${percent(diagnosis.confidence)} sure): ${quote.inline(first.mechanism, 100)}.${summary}`;
  const subject = first.commit ? ` ${quote.inline(first.commit.subject, 120)}` : "";
  const author = first.commit ? `, by ${quote.inline(first.commit.author, 60)}` : "";
  return `${commitLink(first.suspect, context)}${subject}${author} (${percent(diagnosis.confidence)} sure).${summary}`;
}
