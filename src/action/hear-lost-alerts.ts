import type { WorkflowRun, WorkflowRuns } from "../contracts/ports/workflow-runs.ts";
import { GitHubError } from "../github/github-error.ts";
import { nextToHear } from "./next-to-hear.ts";
import { runLog } from "./run-log.ts";

/** What was lost longer ago is not heard any more. A job takes six hours at most, and the end of it looks back over all of it. */
const LOOK_BACK_MS = 6 * 60 * 60 * 1_000;
/** So many are asked for in that time, of a storm: each is a run, and takes its turn. */
const MOST = 20;
/** What this event says only its own run is told. */
const ALERTS = "repository_dispatch";
/** By a person, or by another workflow that has a bundle. None of these says that what another said is over. */
const BY_HAND = "workflow_dispatch";

/**
 * Of runs that wait for their turn GitHub keeps one, and cancels it for one that comes later: the alert that it was
 * started for is lost. So at the end of each run GitHub is asked to run again the first that was lost. One at a time, and
 * none while another waits, whose place it would take: that one asks when its turn is over.
 *
 * @returns what was asked for, or what a person has to do, in a sentence; null where there was nothing
 */
export async function hearLostAlerts(
  runs: WorkflowRuns,
  { own, now, dryRun, pageOf }: { own: number; now: number; dryRun: boolean; pageOf(run: number): string },
): Promise<string | null> {
  let next: WorkflowRun | null = null;
  try {
    const self = Number.isInteger(own) ? await runs.of(own) : null;
    if (!self) return null;
    const since = new Date(now - LOOK_BACK_MS).toISOString();
    const alerts = await runs.since(self.workflow, since, ALERTS);
    const byHand = await runs.since(self.workflow, since, BY_HAND);
    const asked = [...alerts, ...byHand].filter(({ attempt, byUs }) => attempt > 1 && byUs);
    next = await firstOf(runs, alerts, byHand);
    if (!next) return null;
    if (asked.length >= MOST)
      return `${asked.length} runs that later ones displaced were run again in the last six hours, and that is enough: ${pageOf(next.id)} is left. Press Re-run all jobs there if its alert is to be heard.`;
    const all = await runs.since(self.workflow, since);
    if (all.some(({ id, state }) => id !== own && state === "under-way")) return null;
    if (dryRun) return `${pageOf(next.id)} would have been run again: a later run displaced it.`;
    await runs.runAgain(next.id);
    return next.state === "cancelled"
      ? `${pageOf(next.id)} is run again: a later run had displaced it, so that nobody heard its alert.`
      : `${pageOf(next.id)} is run again: an alert of before it was heard after it, and the later one has the last word.`;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    runLog.warn({ error }, "Runs that later ones displaced could not be looked after.");
    if (error.status !== 403 || error.passing) return null;
    const permission = "give this job the permission actions: write (docs/action.md, What it needs)";
    return next
      ? `A later run displaced ${pageOf(next.id)}, and this token may not run it again. Press Re-run all jobs there, and ${permission}.`
      : `This token cannot see whether a later run has displaced an alert's: ${permission}.`;
  }
}

/** One that was cancelled while it ran was heard, and somebody has ended it. */
async function firstOf(
  runs: WorkflowRuns,
  alerts: readonly WorkflowRun[],
  byHand: readonly WorkflowRun[],
): Promise<WorkflowRun | null> {
  const { lost, overtaken } = nextToHear(alerts);
  for (const run of [...lost, ...nextToHear(byHand).lost]) if (!(await runs.hasBegun(run.id))) return run;
  return overtaken[0] ?? null;
}
