import type { Incident } from "../contracts/incident.ts";
import { commitLink } from "./commit-link.ts";
import type { ReportContext } from "./report-context.ts";

/** What would be changed, or why nothing can be. */
export function remedySection({ diagnosis, plan, outcome }: Incident, context: ReportContext): string {
  const { quote } = context;
  if (!diagnosis || !plan) return "";
  if (plan.kind === "unplanned") {
    const conflicts = plan.conflicts.slice(0, 20).map((path) => `\n- conflict in ${quote.code(path)}`);
    return `### Remedy\n\nNone that I could make. ${quote.inline(plan.reason, 500)}${conflicts.join("")}`;
  }
  const files = plan.files
    .slice(0, 20)
    .map((file) => `- ${quote.code(file.path)} (+${file.added} −${file.removed})`);
  const rest = plan.files.length - files.length;
  const where = outcome.pullRequest ? ` In #${outcome.pullRequest.number}.` : "";
  const reverts = plan.reverts.map((sha) => commitLink(sha, context)).join(", ");
  return [
    "### Remedy",
    "",
    `${quote.inline(plan.summary, 500)}${where}${reverts ? ` It undoes ${reverts} on ${commitLink(plan.base, context)}.` : ""}`,
    "",
    ...files,
    ...(rest > 0 ? [`- and ${rest} more`] : []),
  ].join("\n");
}
