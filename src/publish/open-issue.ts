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
import { worthTellingAtOnce } from "./worth-telling-at-once.ts";

/**
 * The incident's issue, opened or found again.
 *
 * @param nowMs epoch milliseconds
 */
export async function openIssue(
  incident: Incident,
  reporter: Reporter,
  extraLabels: readonly string[],
  context: () => Promise<ReportContext>,
  nowMs: number,
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
  const found = { number, url, state, comment: null, checkRuns: {} };
  // What stands in one that was found is not known: it is compared before it is written.
  if (!created) return { ...found, body: "", label: "" };
  return {
    ...found,
    label,
    body: digest(worthABody(incident)),
    told: digest(worthTellingAtOnce(incident)),
    at: new Date(nowMs).toISOString(),
  };
}
