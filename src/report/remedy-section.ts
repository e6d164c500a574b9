import type { Incident } from "../contracts/incident.ts";
import { commitLink } from "./commit-link.ts";
import type { ReportContext } from "./report-context.ts";
import { whatToLookAt } from "./what-to-look-at.ts";

/** What would be changed, or why nothing can be. */
export function remedySection(incident: Incident, context: ReportContext): string {
  const { diagnosis, plan, outcome, rollback } = incident;
  const { quote } = context;
  if (!plan || (!diagnosis && !rollback)) return "";
  const heading = rollback ? "### Taking it back" : "### Remedy";
  if (plan.kind === "unplanned") {
    const conflicts = plan.conflicts.slice(0, 20).map((path) => `\n- conflict in ${quote.code(path)}`);
    // What was to be done.
    const isNone = diagnosis?.remedy.kind === "none";
    const wanted = diagnosis?.remedy.summary ?? "";
    const advice =
      wanted === "" || wanted === plan.reason
        ? ""
        : `\n\n${isNone ? "" : "It would have been: "}${quote.inline(wanted, 500)}`;
    const list = whatToLookAt(incident, context);
    const look = list === "" ? "" : `\n\n**What to look at**\n\n${list}`;
    return `${heading}\n\nNone that I could make. ${quote.inline(plan.reason, 500)}${conflicts.join("")}${advice}${look}`;
  }
  const files = plan.files
    .slice(0, 20)
    .map((file) => `- ${quote.code(file.path)} (+${file.added} −${file.removed})`);
  const rest = plan.files.length - files.length;
  const where = outcome.pullRequest ? ` In #${outcome.pullRequest.number}.` : "";
  const reverts = plan.reverts.map((sha) => commitLink(sha, context)).join(", ");
  const base = plan.reverts.includes(plan.base) ? "" : `, on today's ${commitLink(plan.base, context)}`;
  return [
    heading,
    "",
    `${quote.inline(plan.summary, 500)}${where}${reverts ? ` What goes back: ${reverts}${base}.` : ""}`,
    "",
    ...files,
    ...(rest > 0 ? [`- and ${rest} more`] : []),
  ].join("\n");
}
