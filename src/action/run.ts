import { group, setFailed, setOutput } from "@actions/core";
import { readModel } from "../config/read-model.ts";
import type { SettingsProblem } from "../config/settings-error.ts";
import type { Clock } from "../contracts/ports/clock.ts";
import type { AlertSignal, HookSignal } from "../contracts/signal.ts";
import { InvalidHook } from "../edge/hooks/invalid-hook.ts";
import { fromWebhook } from "../edge/hooks/translate.ts";
import { GitHubError } from "../github/github-error.ts";
import { NoBundle } from "../replay/no-bundle.ts";
import { complain } from "../safety/print.ts";
import { sanitise } from "../safety/sanitise.ts";
import { alertHeardAgain } from "./alert-heard-again.ts";
import { annotateEdit } from "./annotate-edit.ts";
import { annotateSuspect } from "./annotate-suspect.ts";
import { CannotRun } from "./cannot-run.ts";
import { hearLostAlerts } from "./hear-lost-alerts.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { type Job, readJob } from "./job.ts";
import { modeOf } from "./mode-of.ts";
import { observedIn } from "./observed-in.ts";
import { outputsOf } from "./outputs-of.ts";
import { runLog } from "./run-log.ts";
import { writeSummary } from "./summary.ts";
import { type WiredRun, wireRun } from "./wire-run.ts";

/** Time as it is. Its timers keep the run going; it ends by itself. */
const clock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** One run of the Action: what the event says is heard, what can be done now is done, and the rest is left to the next. */
export async function run(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const job = readJob(environment);
    const inputs = readInputs();
    const mode = modeOf(inputs.mode, job.event);
    runLog.info({ event: job.event, repository: job.repository, mode }, "SRE-Space");
    const settings = {
      job,
      token: inputs.token,
      stateSecret: inputs["state-secret"],
      model: modelOf(inputs),
      dryRun: inputs["dry-run"],
      responds: mode === "respond" || mode === "comment",
      checks: { policy: mode !== "remember", memory: mode !== "validate" },
    };
    const wired = await group("What the repository says", () => wireRun(settings, clock));
    if (wired.mayNotMerge !== null) runLog.warn({}, wired.mayNotMerge);
    if (mode === "respond" || mode === "comment") await respond(wired, job, inputs);
    else await lookAtPullRequest(wired, job);
  } catch (error) {
    if (isKnown(error)) return setFailed(sanitise(`${error.message}${nextInAWorkflow(error)}`, 2_000));
    // The bundle's lines are long; what Node would print of them by itself hides what failed.
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    setFailed(
      "SRE-Space failed in a way that it does not know. The lines above say where; please report them.",
    );
  }
}

/** Hears the event, and walks every open incident as far as it goes in the time that the job has. */
async function respond(wired: WiredRun, job: Job, inputs: Inputs): Promise<void> {
  const deadline = clock.now() + inputs.wait * 1_000;
  // What cannot be read is found out before anything moves: a run that fails does not leave a step half done.
  const signal = await signalAsSent(wired, job);
  const observed = inputs.bundle === null ? null : await observedIn(inputs.bundle, job.repository);
  await group("What earlier runs left", () => wired.start());
  await group("What this run was started for", async () => {
    if (observed) await wired.observed(observed.anomaly, observed.evidence);
    if (signal) await wired.hear(signal);
    await wired.hearMissed();
  });
  const [atRest, incidents] = await group("What was done", async () => [
    await wired.untilAtRest(deadline),
    await wired.stop(),
  ]);
  const outputs = outputsOf(incidents);
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
  for (const incident of incidents)
    if (!incident.closed) annotateSuspect(incident, await wired.context(incident));
  const lost = await hearLostAlerts(wired.runs, {
    own: job.run.id,
    now: clock.now(),
    dryRun: inputs["dry-run"],
    pageOf: job.pageOf,
  });
  if (lost !== null) runLog.warn({}, lost);
  await writeSummary(incidents, { wired, atRest, lost });
  // An incident without an issue is nowhere once this run is over.
  if (!inputs["dry-run"] && incidents.some(({ closed, issue }) => !closed && !issue))
    throw new CannotRun(
      "What is broken could not be written to GitHub, and nothing is kept of it. The log says why; name what is needed under permissions (docs/action.md, What it needs), and run this again.",
    );
  // Told once it is people's: a schedule that fails every quarter of an hour would hide what fails anew.
  const refused = wired.refused.find(({ open, told }) => open && !told);
  if (refused && inputs["state-secret"] !== null)
    throw new CannotRun(`Incident #${refused.issue} is left to people. ${refused.why}`);
}

/** What an edit of the policy changes, and what is remembered of the lines that a pull request touches. */
async function lookAtPullRequest(wired: WiredRun, job: Job): Promise<void> {
  const signal = signalOf(job);
  if (isOfFork(job))
    runLog.warn(
      {},
      "This pull request comes from a fork, for which GitHub gives a token that reads alone, and no secret: problems of the policy are annotations, and past incidents are not told.",
    );
  if (signal?.kind !== "pull-request")
    throw new CannotRun(
      `There is nothing to look at: the event is ${job.event}. Run this mode on: pull_request, with the types opened, synchronize and reopened.`,
    );
  try {
    await wired.house.pullRequest({ ...signal, newHead: true });
  } catch (error) {
    // From a fork GitHub gives the job a token that reads alone: what would be a check is an annotation then.
    if (!(error instanceof GitHubError) || error.status !== 403) throw error;
    runLog.warn(
      {},
      "The token may not write checks (permissions: checks: write; never for forks, nor for Dependabot): annotations stand in.",
    );
  }
  await wired.stop();
  const { edit } = wired.seen;
  await writeSummary([], { wired, atRest: true, lost: null });
  if (edit && annotateEdit(edit, (await wired.policy()).policy.redact) > 0)
    throw new CannotRun("The policy has problems; merged like this, SRE-Space would only report.");
}

/** https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflows-in-forked-repositories */
function isOfFork({ event, payload, repository }: Job): boolean {
  const { pull_request: pull } = payload as {
    pull_request?: { head?: { repo?: { full_name?: unknown } | null } };
  };
  // A fork that is deleted has no name; what `pull_request_target` starts runs with the base's own token.
  return event === "pull_request" && pull?.head !== undefined && pull.head.repo?.full_name !== repository;
}

/** What the event says, an alert as of when it came to GitHub: its run may have waited since, or be run again. */
async function signalAsSent(wired: WiredRun, job: Job): Promise<HookSignal | AlertSignal | null> {
  const signal = signalOf(job);
  if (signal?.kind !== "alert") return signal;
  const isAgain = job.run.attempt > 1;
  try {
    const sentAt = (await wired.runs.of(job.run.id))?.createdAt;
    if (sentAt === undefined) return signal;
    const sent = signalOf(job, sentAt);
    return isAgain ? alertHeardAgain(sent, sentAt) : sent;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (isAgain)
      runLog.warn({ error }, "When this alert was sent cannot be read: it is heard as if it came now.");
    return signal;
  }
}

/** @throws CannotRun where the payload is not what GitHub documents */
function signalOf(
  { event, payload }: Job,
  at = new Date(clock.now()).toISOString(),
): HookSignal | AlertSignal | null {
  try {
    return fromWebhook(event, payload, at);
  } catch (error) {
    if (error instanceof InvalidHook) throw new CannotRun(`${error.message}.`, { cause: error });
    throw error;
  }
}

function modelOf(inputs: Inputs) {
  const problems: SettingsProblem[] = [];
  const given = {
    OPENAI_API_KEY: inputs["openai-api-key"],
    OPENAI_BASE_URL: inputs["openai-base-url"],
    OPENAI_MODEL: inputs["openai-model"],
  };
  const env = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
  const model = readModel(env, problems);
  if (problems.length === 0) return model;
  const words = problems.map(
    ({ variable, must, where }) => `Input ${variable.toLowerCase().replaceAll("_", "-")} ${must}. ${where}`,
  );
  throw new CannotRun(words.join(" "));
}

/** What the service's own words, which are of an App's settings, leave unsaid. */
function nextInAWorkflow(error: Error): string {
  if (!(error instanceof GitHubError)) return "";
  if (error.status === 401)
    return ". In a workflow: the input token must be github.token, or an App's that has not run out";
  if (error.status === 403 || error.status === 404)
    return ". In a workflow: name what it needs under permissions (docs/action.md, What it needs)";
  return "";
}

const isKnown = (error: unknown): error is Error =>
  error instanceof CannotRun || error instanceof GitHubError || error instanceof NoBundle;
