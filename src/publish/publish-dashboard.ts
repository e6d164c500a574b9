import { DASHBOARD_MARKER } from "../contracts/dashboard-marker.ts";
import type { Reporter } from "../contracts/ports/reporter.ts";
import { DASHBOARD_LABEL, DASHBOARD_TITLE } from "../report/dashboard.ts";
import { INCIDENT_LABEL } from "../report/labels.ts";

/**
 * One issue with what is open in a repository. It is opened with the first incident, and one that a person has closed
 * stays closed.
 *
 * @param mayOpen whether there is something to open one for
 * @returns its number, or null where none is open
 */
export async function publishDashboard(
  body: string,
  mayOpen: boolean,
  reporter: Reporter,
): Promise<number | null> {
  const found = { marker: DASHBOARD_MARKER, label: DASHBOARD_LABEL };
  const open = await reporter.findIssue({ ...found, state: "open" });
  if (open) {
    await reporter.updateIssue(open.number, { body });
    return open.number;
  }
  if (!mayOpen) return null;
  const { number, state } = await reporter.ensureIssue({
    marker: DASHBOARD_MARKER,
    title: DASHBOARD_TITLE,
    body,
    labels: [DASHBOARD_LABEL, INCIDENT_LABEL],
  });
  return state === "open" ? number : null;
}
