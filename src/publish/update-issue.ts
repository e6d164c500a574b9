import type { Incident } from "../contracts/incident.ts";
import type { Reporter } from "../contracts/ports/reporter.ts";
import { issueBody } from "../report/issue-body.ts";
import { STATE_LABEL_PREFIX, stateLabel } from "../report/labels.ts";
import { progressComment, progressMarker } from "../report/progress-comment.ts";
import type { ReportContext } from "../report/report-context.ts";
import { digest } from "./digest.ts";
import type { Published } from "./published.ts";
import { worthABody } from "./worth-a-body.ts";
import { worthAComment } from "./worth-a-comment.ts";
import { worthTellingAtOnce } from "./worth-telling-at-once.ts";

/** Between two writes of what nobody needs to know at once. A burst of quick states is thus one write. */
const QUIET_MS = 20_000;

/**
 * Body, label, state and the one progress comment in one write, where something worth it changed: at once where a person
 * would want to know it at once, else when the last write is a while ago. It is asked at every look, so that nothing stays
 * untold.
 *
 * @param nowMs epoch milliseconds
 * @param mayWait whether somebody looks again soon, so that what is not urgent can wait for it
 */
export async function updateIssue(
  incident: Incident & { issue: Published },
  reporter: Reporter,
  context: () => Promise<ReportContext>,
  nowMs: number,
  mayWait = true,
): Promise<Published> {
  const { issue } = incident;
  const body = digest(worthABody(incident));
  const news = worthAComment(incident);
  const comment = news === null ? null : { body: digest(news) };
  const isKnown = issue.body !== "";
  const newBody = issue.body !== body && !(isKnown && betweenLooks(incident));
  const newComment = comment !== null && issue.comment?.body !== comment.body;
  if (!newBody && !newComment) return issue;
  const told = digest(worthTellingAtOnce(incident));
  const quietUntil = issue.at === undefined ? 0 : Date.parse(issue.at) + QUIET_MS;
  if (mayWait && isKnown && told === issue.told && nowMs < quietUntil) return issue;
  const label = stateLabel(incident);
  const state = incident.closed ? "closed" : "open";
  const report = await context();
  await reporter.updateIssue(issue.number, {
    ...(newBody
      ? { body: issueBody(incident, report), labels: { prefix: STATE_LABEL_PREFIX, exactly: [label] } }
      : {}),
    // One that a person has closed meanwhile stays closed; one that we had closed is opened where it goes on.
    ...(state === "closed" || issue.state === "closed" ? { state } : {}),
    ...(newComment
      ? { comment: { marker: progressMarker(incident), body: progressComment(incident, report) } }
      : {}),
  });
  return {
    ...issue,
    ...(newBody ? { body, label } : {}),
    state,
    comment: newComment ? comment : issue.comment,
    told,
    at: new Date(nowMs).toISOString(),
  };
}

/** While it is looked at anew, what the last look said stays. */
function betweenLooks({ diagnosis, verdict, needsHuman, closed }: Incident): boolean {
  return !closed && !needsHuman && (diagnosis === null || verdict === null);
}
