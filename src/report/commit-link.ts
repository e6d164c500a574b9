import type { ReportContext } from "./report-context.ts";

/** A commit as its short SHA, linked. */
export function commitLink(sha: string, context: Pick<ReportContext, "repositoryUrl">): string {
  return `[\`${sha.slice(0, 7)}\`](${context.repositoryUrl}/commit/${sha})`;
}
