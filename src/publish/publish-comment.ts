import type { Incident } from "../contracts/incident.ts";
import type { Reporter } from "../contracts/ports/reporter.ts";
import { progressComment, progressMarker } from "../report/progress-comment.ts";
import type { ReportContext } from "../report/report-context.ts";
import { digest } from "./digest.ts";
import type { Published } from "./published.ts";
import { worthAComment } from "./worth-a-comment.ts";

/** The progress comment, made with the first thing worth telling and kept up to date. */
export async function publishComment(
  incident: Incident & { issue: Published },
  reporter: Reporter,
  context: ReportContext,
): Promise<Published> {
  const { issue } = incident;
  const news = worthAComment(incident);
  if (news === null) return issue;
  const body = digest(news);
  if (issue.comment?.body === body) return issue;
  const { id } = await reporter.ensureComment(
    issue.number,
    progressMarker(incident),
    progressComment(incident, context),
  );
  return { ...issue, comment: { id, body } };
}
