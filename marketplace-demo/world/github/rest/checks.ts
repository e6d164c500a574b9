import { z } from "zod";
import { ensureCheckSuite } from "../events/request-check-suites.ts";
import { forbidden, HttpError, notFound, unprocessable } from "../http/errors.ts";
import { type Answer, type Call, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import {
  renderCheckRun,
  renderCheckRunEvent,
  renderCheckSuite,
  renderCheckSuiteEvent,
  suiteResult,
} from "../render/check.ts";
import { repositoryPage } from "../render/repository.ts";
import type { Account, App, CheckRun, CheckSuite, Repository, State } from "../state.ts";
import { isoTime } from "../time.ts";

const Annotation = z.object({
  path: z.string(),
  start_line: z.number().int(),
  end_line: z.number().int(),
  start_column: z.number().int().nullable().default(null),
  end_column: z.number().int().nullable().default(null),
  annotation_level: z.enum(["notice", "warning", "failure"]),
  message: z.string().max(65_536),
  title: z.string().max(255).nullable().default(null),
  raw_details: z.string().max(65_536).nullable().default(null),
});
const Output = z.object({
  title: z.string().optional(),
  summary: z.string().max(65_535),
  text: z.string().max(65_535).optional(),
  annotations: z.array(Annotation).max(50).default([]),
});
const Action = z.object({
  label: z.string().max(20),
  description: z.string().max(40),
  identifier: z.string().max(20),
});
const Conclusion = z.enum([
  "success",
  "failure",
  "neutral",
  "cancelled",
  "skipped",
  "timed_out",
  "action_required",
]);
const Time = z.string().refine((text) => Number.isFinite(Date.parse(text)), "is not a timestamp");
const ChangeRun = z.object({
  name: z.string().min(1).optional(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  conclusion: Conclusion.optional(),
  started_at: Time.optional(),
  completed_at: Time.optional(),
  output: Output.optional(),
  actions: z.array(Action).max(3).optional(),
});
const NewRun = ChangeRun.extend({ name: z.string().min(1), head_sha: z.string() });

function ownApp(call: Call): App {
  if (call.actor.kind !== "installation") throw forbidden("You must authenticate via a GitHub App.");
  return call.actor.app;
}

function runOf(call: Call): CheckRun {
  const run = call.repository.checkRuns.get(Number(call.params.check_run_id));
  if (!run) throw notFound();
  return run;
}

function suiteOf(call: Call): CheckSuite {
  const suite = call.repository.checkSuites.get(Number(call.params.check_suite_id));
  if (!suite) throw notFound();
  return suite;
}

type Heard = { state: State; repository: Repository; sender: Account };

/** Sends a check run's event; `requested_action` and `rerequested` go to the run's own App alone. */
export function emitCheckRun(
  { state, repository, sender }: Heard,
  run: CheckRun,
  action: "created" | "completed" | "rerequested" | "requested_action",
  more: Record<string, unknown> = {},
): void {
  const own = action === "rerequested" || action === "requested_action";
  state.emit({
    name: "check_run",
    action,
    repository,
    sender,
    payload: { check_run: renderCheckRunEvent(state, repository, run), ...more },
    ...(own ? { onlyApp: run.app } : {}),
  });
}

function applyChange(state: State, run: CheckRun, body: z.infer<typeof ChangeRun>): void {
  const second = (text: string) => `${new Date(text).toISOString().slice(0, 19)}Z`;
  if (body.name !== undefined) run.name = body.name;
  if (body.details_url !== undefined) run.detailsUrl = body.details_url;
  if (body.external_id !== undefined) run.externalId = body.external_id;
  if (body.started_at !== undefined) run.startedAt = second(body.started_at);
  if (body.status !== undefined) run.status = body.status;
  if (body.conclusion !== undefined) {
    run.conclusion = body.conclusion;
    run.status = "completed";
  }
  if (run.status === "completed") {
    run.completedAt =
      body.completed_at !== undefined ? second(body.completed_at) : (run.completedAt ?? isoTime(state));
  } else {
    run.conclusion = null;
    run.completedAt = null;
  }
  if (body.output) {
    run.output.title = body.output.title ?? run.output.title;
    run.output.summary = body.output.summary;
    run.output.text = body.output.text ?? run.output.text;
    run.output.annotations.push(...body.output.annotations);
  }
  if (body.actions) run.actions = body.actions;
  run.suite.updatedAt = isoTime(state);
}

async function afterChange(call: Heard, run: CheckRun, wasComplete: boolean): Promise<void> {
  if (run.status !== "completed" || wasComplete) return;
  emitCheckRun(call, run, "completed");
  if (suiteResult(call.repository, run.suite).status !== "completed") return;
  call.state.emit({
    name: "check_suite",
    action: "completed",
    repository: call.repository,
    sender: call.sender,
    payload: { check_suite: await renderCheckSuiteEvent(call.state, call.repository, run.suite) },
  });
}

/** Makes a check run, as the API does and as the world's CI may. */
export async function createCheckRun(heard: Heard, app: App, given: unknown): Promise<CheckRun> {
  const body = NewRun.parse(given);
  const { state, repository } = heard;
  if (!/^[0-9a-f]{40}$/.test(body.head_sha) || !(await repository.git.commit(body.head_sha)))
    throw unprocessable(`No commit found for SHA: ${body.head_sha}`);
  if (body.status === "completed" && body.conclusion === undefined)
    throw unprocessable('Invalid request.\n\n"conclusion" wasn\'t supplied.');
  const heads = await repository.git.refs("refs/heads/");
  const branch = heads.find((ref) => ref.sha === body.head_sha)?.name.slice(11) ?? null;
  const { suite } = ensureCheckSuite(state, repository, app, { sha: body.head_sha, branch, before: null });
  const run: CheckRun = {
    id: ++state.lastId,
    name: body.name,
    headSha: body.head_sha,
    app,
    suite,
    externalId: "",
    detailsUrl: null,
    status: "queued",
    conclusion: null,
    startedAt: isoTime(state),
    completedAt: null,
    output: { title: null, summary: null, text: null, annotations: [] },
    actions: [],
  };
  repository.checkRuns.set(run.id, run);
  applyChange(state, run, body);
  emitCheckRun(heard, run, "created");
  await afterChange(heard, run, false);
  return run;
}

async function commitRuns(call: Call, suite: CheckSuite | null): Promise<Answer> {
  const sha = suite ? suite.headSha : await call.repository.git.resolve(call.params.ref!);
  if (!sha) throw unprocessable(`No commit found for SHA: ${call.params.ref}`);
  const { check_name: name, status, filter, app_id: appId } = call.query;
  let runs = [...call.repository.checkRuns.values()].filter(
    (run) => run.headSha === sha && (suite === null || run.suite === suite),
  );
  if (name !== undefined) runs = runs.filter((run) => run.name === name);
  if (appId !== undefined) runs = runs.filter((run) => String(run.app.id) === appId);
  if (filter !== "all") {
    const newest = new Map(runs.map((run) => [`${run.app.id} ${run.name}`, run]));
    runs = runs.filter((run) => newest.get(`${run.app.id} ${run.name}`) === run);
  }
  if (status !== undefined) runs = runs.filter((run) => run.status === status);
  return {
    status: 200,
    list: {
      items: runs.reverse().map((run) => renderCheckRun(call.state, call.repository, run)),
      wrap: (page, total) => ({ total_count: total, check_runs: page }),
    },
  };
}

const REPO = "/repos/{owner}/{repo}";
const read = needs("checks:read");
const write = needs("checks:write", "write");

/** https://docs.github.com/rest/checks */
export const checks: Operation[] = [
  operation("POST", `${REPO}/check-runs`, write, async (call) => {
    const app = ownApp(call);
    readBody(call, NewRun, "CheckRun");
    const run = await createCheckRun(call, app, call.body);
    const rendered = renderCheckRun(call.state, call.repository, run);
    return json(rendered, 201, { Location: rendered.url });
  }),
  operation("PATCH", `${REPO}/check-runs/{check_run_id}`, write, async (call) => {
    const run = runOf(call);
    if (run.app !== ownApp(call))
      throw forbidden(
        "Invalid app_id `" +
          run.app.id +
          "` - check run can only be modified by the GitHub App that created it.",
      );
    const body = readBody(call, ChangeRun, "CheckRun");
    const wasComplete = run.status === "completed";
    applyChange(call.state, run, body);
    if (run.status === "completed" && run.conclusion === null)
      throw unprocessable('Invalid request.\n\n"conclusion" wasn\'t supplied.');
    await afterChange(call, run, wasComplete);
    return json(renderCheckRun(call.state, call.repository, run));
  }),
  operation("GET", `${REPO}/check-runs/{check_run_id}`, read, (call) =>
    json(renderCheckRun(call.state, call.repository, runOf(call))),
  ),
  operation("GET", `${REPO}/check-runs/{check_run_id}/annotations`, read, (call) => {
    const run = runOf(call);
    return list(
      run.output.annotations.map((one) => ({
        ...one,
        blob_href: `${repositoryPage(call.state, call.repository)}/blob/${run.headSha}/${one.path}`,
      })),
    );
  }),
  operation("POST", `${REPO}/check-runs/{check_run_id}/rerequest`, write, (call) => {
    const run = runOf(call);
    if (run.status !== "completed") throw new HttpError(422, "This check run is not rerequestable");
    emitCheckRun(call, run, "rerequested");
    return json({}, 201);
  }),
  operation("GET", `${REPO}/commits/{ref}/check-runs`, read, (call) => commitRuns(call, null)),
  operation("GET", `${REPO}/check-suites/{check_suite_id}/check-runs`, read, (call) =>
    commitRuns(call, suiteOf(call)),
  ),
  operation("GET", `${REPO}/check-suites/{check_suite_id}`, read, async (call) =>
    json(await renderCheckSuite(call.state, call.repository, suiteOf(call))),
  ),
  operation("POST", `${REPO}/check-suites`, write, async (call) => {
    const body = readBody(call, z.object({ head_sha: z.string() }), "CheckSuite");
    if (!(await call.repository.git.commit(body.head_sha)))
      throw unprocessable(`No commit found for SHA: ${body.head_sha}`);
    const { suite, created } = ensureCheckSuite(call.state, call.repository, ownApp(call), {
      sha: body.head_sha,
      branch: null,
      before: null,
    });
    return json(await renderCheckSuite(call.state, call.repository, suite), created ? 201 : 200);
  }),
  operation("POST", `${REPO}/check-suites/{check_suite_id}/rerequest`, write, async (call) => {
    const suite = suiteOf(call);
    call.state.emit({
      name: "check_suite",
      action: "rerequested",
      repository: call.repository,
      sender: call.sender,
      onlyApp: suite.app,
      payload: { check_suite: await renderCheckSuiteEvent(call.state, call.repository, suite) },
    });
    return json({}, 201);
  }),
  operation("GET", `${REPO}/commits/{ref}/check-suites`, read, async (call) => {
    const sha = await call.repository.git.resolve(call.params.ref!);
    if (!sha) throw unprocessable(`No commit found for SHA: ${call.params.ref}`);
    const suites = [...call.repository.checkSuites.values()].filter(
      (suite) =>
        suite.headSha === sha &&
        (call.query.app_id === undefined || String(suite.app.id) === call.query.app_id),
    );
    return {
      status: 200,
      list: {
        items: await Promise.all(suites.map((suite) => renderCheckSuite(call.state, call.repository, suite))),
        wrap: (page, total) => ({ total_count: total, check_suites: page }),
      },
    };
  }),
];
