import type { EvidenceItem } from "../contracts/evidence.ts";
import { clockTime } from "./clock-time.ts";
import type { ReportContext } from "./report-context.ts";

/** Where an item can be looked up: a link, a trace, a moment in the logs or metrics; "" where the item says it all. */
export function referenceWords({ kind, reference }: EvidenceItem, { quote }: ReportContext): string {
  if (!reference) return "";
  const link = reference.url === undefined ? null : plainUrl(reference.url);
  // A link cannot be shown in part: one that holds what is redacted is none.
  if (link && quote.code(link, 2000) === `\`${link}\``) return ` ([source](${link}))`;
  if (reference.traceId) return ` (trace ${quote.code(reference.traceId, 40)})`;
  const isMoment = kind === "log" || kind === "metric" || kind === "exception";
  return reference.at && isMoment ? ` (at ${clockTime(reference.at)})` : "";
}

/** A link of http or https in which nothing ends Markdown's link, hides another host, or names a password; null for any other. */
function plainUrl(text: string): string | null {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:") || url.username || url.password)
    return null;
  return url.href.replace(
    /[()[\]<>\\`|*_~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
