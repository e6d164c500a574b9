import type { Incident } from "../contracts/incident.ts";
import { commitLink } from "./commit-link.ts";
import type { ReportContext } from "./report-context.ts";

/** What would be changed, or why nothing can be. */
export function remedySection(
  { diagnosis, plan, outcome, rollback }: Incident,
  context: ReportContext,
): string {
  const { quote } = context;
  if (!plan || (!diagnosis && !rollback)) return "";
  const heading = rollback ? "### Taking it back" : "### Remedy";
  if (plan.kind === "unplanned") {
    const conflicts = plan.conflicts.slice(0, 20).map((path) => `\n- conflict in ${quote.code(path)}`);
    // What to look at, where nothing can be changed.
    const look = diagnosis?.remedy.summary ?? "";
    const advice = look === "" || look === plan.reason ? "" : `\n\n${quote.inline(look, 500)}`;
    return `${heading}\n\nNone that I could make. ${quote.inline(plan.reason, 500)}${conflicts.join("")}${advice}`;
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
