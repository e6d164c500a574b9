import type { Outcome } from "../contracts/outcome.ts";
import { clockTime } from "./clock-time.ts";
import { commitLink } from "./commit-link.ts";
import type { ReportContext } from "./report-context.ts";

/** That the last healthy revision was sent out again, or could not be; "" where nobody tried. */
export function sentOutAgain({ redeploy }: Outcome, context: ReportContext): string {
  if (!redeploy) return "";
  const revision = `${commitLink(redeploy.revision, context)}, the last healthy revision,`;
  return redeploy.refused === undefined
    ? `${revision} was sent out again at ${clockTime(redeploy.at)} UTC.`
    : `${revision} could not be sent out again: ${context.quote.inline(redeploy.refused.replace(/\.?$/, "."), 300)}`;
}
