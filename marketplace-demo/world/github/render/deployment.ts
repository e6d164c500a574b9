import type { Deployment, DeploymentStatus, Repository, State } from "../state.ts";
import { renderApp } from "./app.ts";
import { nodeId } from "./node-id.ts";
import { repositoryUrl } from "./repository.ts";
import { renderUser } from "./user.ts";

export function renderDeployment(state: State, repository: Repository, deployment: Deployment) {
  const api = repositoryUrl(state, repository);
  const url = `${api}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: nodeId("Deployment", deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.statuses.at(-1)?.environment ?? deployment.environment,
    description: deployment.description,
    creator: renderUser(state, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: api,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: deployment.app ? renderApp(state, deployment.app) : null,
  };
}

export function renderDeploymentStatus(
  state: State,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
) {
  const api = repositoryUrl(state, repository);
  const url = `${api}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId("DeploymentStatus", status.id),
    state: status.state,
    creator: renderUser(state, status.creator),
    description: status.description,
    environment: status.environment,
    target_url: status.targetUrl,
    created_at: status.createdAt,
    updated_at: status.updatedAt,
    deployment_url: url,
    repository_url: api,
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
    performed_via_github_app: status.app ? renderApp(state, status.app) : null,
  };
}
