import type { Incident } from "../contracts/incident.ts";
import type { Reporter } from "../contracts/ports/reporter.ts";
import { markerStart } from "../report/incident-marker.ts";
import { issueBody } from "../report/issue-body.ts";
import { issueTitle } from "../report/issue-title.ts";
import { INCIDENT_LABEL, stateLabel } from "../report/labels.ts";
import type { ReportContext } from "../report/report-context.ts";
import { digest } from "./digest.ts";
import type { Published } from "./published.ts";
import { worthABody } from "./worth-a-body.ts";

/** The incident's issue, opened as soon as an objective is broken: the cause may come later. */
export async function openIssue(
  incident: Incident,
  reporter: Reporter,
  extraLabels: readonly string[],
  context: () => Promise<ReportContext>,
): Promise<Published> {
  if (incident.issue) return incident.issue;
  const report = await context();
  const label = stateLabel(incident);
  const { number, url, state, created } = await reporter.ensureIssue({
    marker: markerStart(incident),
    title: issueTitle(incident, report.quote),
    body: issueBody(incident, report),
    labels: [INCIDENT_LABEL, label, ...extraLabels],
  });
  // What stands in one that was found is not known: it is compared before it is written.
  const body = created ? digest(worthABody(incident)) : "";
  return { number, url, body, label: created ? label : "", state, comment: null, checkRuns: {} };
}
