import type { Incident } from "../contracts/incident.ts";
import type { ReportContext } from "./report-context.ts";

/**
 * Where a person looks where nothing can be changed, as a list with links; "" while there is a plan. What would settle it
 * stands with the suspects already, and what was seen before at the top.
 */
export function whatToLookAt({ plan, diagnosis }: Incident, { quote }: ReportContext): string {
  if (plan?.kind !== "unplanned" || !plan.look || diagnosis?.decision === "unknown") return "";
  const settling = new Set(diagnosis?.wouldSettle);
  return plan.look
    .filter(({ text, url }) => !settling.has(text) && !url?.includes("/issues/"))
    .map(
      ({ text, url }) =>
        `- ${url === undefined ? quote.inline(text, 500) : linked(quote.inline(text, 500), url)}`,
    )
    .join("\n");
}

/** A parenthesis or a space would end a link's address. */
const linked = (text: string, url: string) =>
  `[${text}](${url.replace(/[()<>\s]/g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, "0")}`)})`;
