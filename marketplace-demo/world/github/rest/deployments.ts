import { z } from "zod";
import { HttpError, notFound, unprocessable } from "../http/errors.ts";
import { type Call, empty, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderDeployment, renderDeploymentStatus } from "../render/deployment.ts";
import { checkState } from "../rules/unmet-rules.ts";
import type { Deployment, DeploymentStatus } from "../state.ts";
import { isoTime } from "../time.ts";

const NewDeployment = z.object({
  ref: z.string(),
  task: z.string().default("deploy"),
  auto_merge: z.boolean().default(true),
  required_contexts: z.array(z.string()).optional(),
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).default({}),
  environment: z.string().default("production"),
  description: z.string().nullable().optional(),
  transient_environment: z.boolean().default(false),
  production_environment: z.boolean().optional(),
});

const NewStatus = z.object({
  state: z.enum(["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]),
  target_url: z.string().default(""),
  log_url: z.string().default(""),
  description: z.string().max(140).default(""),
  environment: z.string().optional(),
  environment_url: z.string().default(""),
  auto_inactive: z.boolean().default(true),
});

function deploymentOf(call: Call): Deployment {
  const deployment = call.repository.deployments.get(Number(call.params.deployment_id));
  if (!deployment) throw notFound();
  return deployment;
}

async function createDeployment(call: Call) {
  const body = readBody(call, NewDeployment, "Deployment");
  const { state, repository } = call;
  const sha = await repository.git.resolve(body.ref);
  if (!sha) throw unprocessable(`No ref found for: ${body.ref}`);
  const named = body.required_contexts;
  const contexts = named ?? [
    ...new Set([
      ...repository.statuses.filter((one) => one.sha === sha).map((one) => one.context),
      ...[...repository.checkRuns.values()].filter((run) => run.headSha === sha).map((run) => run.name),
    ]),
  ];
  const open = contexts.filter((context) => checkState(repository, sha, context, null) !== "success");
  if (open.length)
    throw new HttpError(409, `Conflict: Commit status checks failed for ${body.ref}.`, {
      errors: open.map((context) => ({
        resource: "Deployment",
        field: "required_contexts",
        code: "invalid",
        message: context,
      })),
    });
  const now = isoTime(state);
  const deployment: Deployment = {
    id: ++state.lastId,
    sha,
    ref: body.ref,
    task: body.task,
    payload: body.payload,
    environment: body.environment,
    description: body.description ?? null,
    transient: body.transient_environment,
    production: body.production_environment ?? body.environment === "production",
    creator: call.sender,
    app: call.app,
    createdAt: now,
    updatedAt: now,
    statuses: [],
  };
  repository.deployments.set(deployment.id, deployment);
  const rendered = renderDeployment(state, repository, deployment);
  state.emit({
    name: "deployment",
    action: "created",
    repository,
    sender: call.sender,
    payload: { deployment: rendered, workflow: null, workflow_run: null },
  });
  return json(rendered, 201, { Location: rendered.url });
}

/** The event has a log's address or no such field; REST answers an empty one. */
function withoutEmptyLog(rendered: ReturnType<typeof renderDeploymentStatus>) {
  const { log_url: log, ...rest } = rendered;
  return log === "" ? rest : rendered;
}

async function createStatus(call: Call) {
  const deployment = deploymentOf(call);
  const body = readBody(call, NewStatus, "DeploymentStatus");
  const { state, repository } = call;
  const now = isoTime(state);
  const status: DeploymentStatus = {
    id: ++state.lastId,
    state: body.state,
    description: body.description,
    environment: body.environment ?? deployment.environment,
    targetUrl: body.target_url || body.log_url,
    logUrl: body.log_url || body.target_url,
    environmentUrl: body.environment_url,
    creator: call.sender,
    app: call.app,
    createdAt: now,
    updatedAt: now,
  };
  deployment.statuses.push(status);
  deployment.updatedAt = now;
  state.emit({
    name: "deployment_status",
    action: "created",
    repository,
    sender: call.sender,
    payload: {
      deployment_status: withoutEmptyLog(renderDeploymentStatus(state, repository, deployment, status)),
      deployment: renderDeployment(state, repository, deployment),
    },
  });
  // A success makes the environment's earlier, lasting deployments inactive; no event tells of it.
  if (body.state === "success" && body.auto_inactive)
    for (const other of repository.deployments.values())
      if (
        other !== deployment &&
        other.id < deployment.id &&
        other.environment === status.environment &&
        !other.transient &&
        !other.production === !deployment.production &&
        other.statuses.at(-1)?.state === "success"
      )
        other.statuses.push({ ...status, id: ++state.lastId, state: "inactive", description: "" });
  const rendered = renderDeploymentStatus(state, repository, deployment, status);
  return json(rendered, 201, { Location: rendered.url });
}

const PATH = "/repos/{owner}/{repo}/deployments";
const read = needs("deployments:read");
const write = needs("deployments:write", "write");

/** https://docs.github.com/rest/deployments */
export const deployments: Operation[] = [
  operation("GET", PATH, read, (call) => {
    const { sha, ref, task, environment } = call.query;
    const found = [...call.repository.deployments.values()].filter(
      (one) =>
        (sha === undefined || one.sha === sha) &&
        (ref === undefined || one.ref === ref) &&
        (task === undefined || one.task === task) &&
        (environment === undefined || one.environment === environment),
    );
    return list(found.reverse().map((one) => renderDeployment(call.state, call.repository, one)));
  }),
  operation("POST", PATH, write, createDeployment),
  operation("GET", `${PATH}/{deployment_id}`, read, (call) =>
    json(renderDeployment(call.state, call.repository, deploymentOf(call))),
  ),
  operation("DELETE", `${PATH}/{deployment_id}`, write, (call) => {
    const deployment = deploymentOf(call);
    const active = deployment.statuses.at(-1)?.state === "success";
    if (active && call.repository.deployments.size > 1)
      throw unprocessable(
        "We cannot delete an active deployment unless it is the only deployment in a given environment.",
      );
    call.repository.deployments.delete(deployment.id);
    return empty();
  }),
  operation("GET", `${PATH}/{deployment_id}/statuses`, read, (call) => {
    const deployment = deploymentOf(call);
    return list(
      [...deployment.statuses]
        .reverse()
        .map((status) => renderDeploymentStatus(call.state, call.repository, deployment, status)),
    );
  }),
  operation("POST", `${PATH}/{deployment_id}/statuses`, write, createStatus),
  operation("GET", `${PATH}/{deployment_id}/statuses/{status_id}`, read, (call) => {
    const deployment = deploymentOf(call);
    const status = deployment.statuses.find((one) => one.id === Number(call.params.status_id));
    if (!status) throw notFound();
    return json(renderDeploymentStatus(call.state, call.repository, deployment, status));
  }),
];
