import type { Reporter } from "../contracts/ports/reporter.ts";
import { STOP_LABEL } from "../contracts/stop-label.ts";
import { INCIDENT_LABEL } from "../report/labels.ts";
import {
  PAUSE_LABELS,
  PAUSE_MARKER,
  PAUSE_TITLE,
  pauseIssueBody,
  resumedIssueBody,
} from "../report/pause-issue.ts";

/** A pause as an open issue that carries the stop label: every run reads it there, and people see it. Resuming closes it. */
export async function publishPause(isPaused: boolean, reporter: Reporter): Promise<void> {
  if (!isPaused) {
    const open = await reporter.findIssue({ marker: PAUSE_MARKER, label: INCIDENT_LABEL, state: "open" });
    if (open) await reporter.updateIssue(open.number, { body: resumedIssueBody, state: "closed" });
    return;
  }
  const { number, created } = await reporter.ensureIssue({
    marker: PAUSE_MARKER,
    title: PAUSE_TITLE,
    body: pauseIssueBody,
    labels: PAUSE_LABELS,
  });
  // One of an earlier pause: closed since, or without its label.
  if (!created)
    await reporter.updateIssue(number, {
      body: pauseIssueBody,
      state: "open",
      labels: { prefix: STOP_LABEL, exactly: [STOP_LABEL] },
    });
}
