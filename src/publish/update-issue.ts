import type { Incident } from "../contracts/incident.ts";
import type { Reporter } from "../contracts/ports/reporter.ts";
import { issueBody } from "../report/issue-body.ts";
import { STATE_LABEL_PREFIX, stateLabel } from "../report/labels.ts";
import type { ReportContext } from "../report/report-context.ts";
import { digest } from "./digest.ts";
import type { Published } from "./published.ts";
import { worthABody } from "./worth-a-body.ts";

/** Body, label and state in one write, where something worth it changed. */
export async function updateIssue(
  incident: Incident & { issue: Published },
  reporter: Reporter,
  context: () => Promise<ReportContext>,
): Promise<Published> {
  const { issue } = incident;
  const body = digest(worthABody(incident));
  if (issue.body === body || (issue.body !== "" && betweenLooks(incident))) return issue;
  const label = stateLabel(incident);
  const state = incident.closed ? "closed" : "open";
  await reporter.updateIssue(issue.number, {
    body: issueBody(incident, await context()),
    labels: { prefix: STATE_LABEL_PREFIX, exactly: [label] },
    ...(state === "closed" ? { state } : {}),
  });
  return { ...issue, body, label, state };
}

/** While it is looked at anew, what the last look said stays. */
function betweenLooks({ diagnosis, verdict, needsHuman, closed }: Incident): boolean {
  return !closed && !needsHuman && (diagnosis === null || verdict === null);
}
