import { DASHBOARD_MARKER } from "../../contracts/dashboard-marker.ts";
import { Instant } from "../../contracts/instant.ts";
import {
  type AlertSignal,
  CommandName,
  DeploymentSignal,
  type HookSignal,
  type PullRequestSignal,
} from "../../contracts/signal.ts";
import { STOP_LABEL } from "../../contracts/stop-label.ts";
import { fromDispatch } from "../alerts/dispatch.ts";
import { InvalidAlert } from "../alerts/invalid-alert.ts";
import { commandOfComment } from "./command-of-comment.ts";
import { InvalidHook } from "./invalid-hook.ts";
import { PAYLOADS, type Payloads } from "./payloads.ts";

type Translate<Event extends keyof Payloads> = (
  payload: Payloads[Event],
  receivedAt: string,
) => HookSignal | AlertSignal | null;

/** The event type of a dispatch that is an alert; a repository may use others for itself. */
const ALERT_DISPATCH = "sre-alert";
const NO_COMMIT = /^0+$/;
/** Of pull requests: whatever is said of a head must be said anew. */
const BRINGS_A_HEAD = new Set(["opened", "synchronize", "reopened"]);

const TRANSLATE: { [Event in keyof Payloads]: Translate<Event> } = {
  push: ({ repository, ref, before, after, deleted, commits }, receivedAt) => {
    const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
    if (branch === undefined || deleted || NO_COMMIT.test(after)) return null;
    const paths = new Set<string>();
    for (const commit of commits ?? []) {
      for (const list of [commit.added, commit.modified, commit.removed]) {
        for (const path of list ?? []) paths.add(path);
      }
    }
    return {
      kind: "push",
      repository: repository.full_name,
      receivedAt,
      branch,
      before,
      after,
      isDefaultBranch: branch === repository.default_branch,
      paths: [...paths],
    };
  },

  deployment_status: ({ repository, deployment_status: status, deployment }, receivedAt) => {
    // GitHub adds states now and then ("waiting" for a reviewer); one that is not known changes nothing.
    const state = DeploymentSignal.shape.state.safeParse(status.state);
    if (!state.success) return null;
    return {
      kind: "deployment",
      repository: repository.full_name,
      receivedAt,
      id: deployment.id,
      environment: status.environment || deployment.environment,
      sha: deployment.sha,
      state: state.data,
      at: status.created_at,
    };
  },

  check_run: (payload, receivedAt) => {
    const { repository, check_run } = payload;
    if (payload.action === "requested_action") return pressed(payload, receivedAt);
    return checksOf(repository.full_name, check_run.head_sha, receivedAt);
  },

  check_suite: ({ repository, check_suite }, receivedAt) =>
    checksOf(repository.full_name, check_suite.head_sha, receivedAt),

  status: ({ repository, sha }, receivedAt) => checksOf(repository.full_name, sha, receivedAt),

  pull_request: (payload, receivedAt) => ({
    ...pullRequest(payload, receivedAt),
    ...(BRINGS_A_HEAD.has(payload.action ?? "") ? { newHead: true } : {}),
  }),

  pull_request_review: pullRequest,

  issues: ({ action, repository, issue, label, sender, changes }, receivedAt) => {
    // Whoever presses the stop button, a bot too, may: GitHub has let them label.
    if (action === "labeled" || action === "unlabeled")
      return label?.name.toLowerCase() === STOP_LABEL
        ? { kind: "stop", repository: repository.full_name, receivedAt }
        : null;
    if (action === "edited") {
      const [before, after] = [changes?.body?.from ?? "", issue.body ?? ""];
      const isDashboard = before.startsWith(DASHBOARD_MARKER) && after.startsWith(DASHBOARD_MARKER);
      if (!isDashboard || sender.type !== "User") return null;
      return {
        kind: "boxes",
        repository: repository.full_name,
        receivedAt,
        issue: issue.number,
        actor: sender.login,
        before,
        after,
      };
    }
    // One that is deleted or moved elsewhere is gone for us: nobody can read there any more.
    const states: Record<string, "closed" | "open"> = {
      closed: "closed",
      deleted: "closed",
      transferred: "closed",
      reopened: "open",
    };
    const state = Object.hasOwn(states, action) ? states[action] : undefined;
    // What this App closes itself comes back as an event too, and is no person's word.
    if (state === undefined || sender.type !== "User") return null;
    return {
      kind: "issue",
      repository: repository.full_name,
      receivedAt,
      number: issue.number,
      state,
      actor: sender.login,
    };
  },

  issue_comment: ({ action, repository, issue, comment, sender }, receivedAt) => {
    if (action !== "created" || sender.type !== "User") return null;
    return commandOfComment({
      repository: repository.full_name,
      receivedAt,
      issue: issue.number,
      comment: comment.id,
      body: comment.body,
      createdAt: comment.created_at ?? null,
      author: comment.user,
      byApp: comment.performed_via_github_app !== undefined && comment.performed_via_github_app !== null,
    });
  },

  repository_dispatch: ({ action, repository, client_payload }, receivedAt) => {
    if (action !== ALERT_DISPATCH) return null;
    try {
      return fromDispatch(client_payload, { repositories: [repository.full_name], receivedAt });
    } catch (error) {
      if (error instanceof InvalidAlert) throw new InvalidHook(`${error.message}; ${error.hint}`);
      throw error;
    }
  },

  installation: ({ action, repositories }, receivedAt) => {
    const gained = action === "created" || action === "unsuspend";
    if (!gained && action !== "deleted" && action !== "suspend") return null;
    return {
      kind: "installation",
      receivedAt,
      added: gained ? repositories : [],
      removed: gained ? [] : repositories,
    };
  },

  installation_repositories: ({ repositories_added, repositories_removed }, receivedAt) => ({
    kind: "installation",
    receivedAt,
    added: repositories_added,
    removed: repositories_removed,
  }),
};

/**
 * What one of GitHub's webhooks reports, or null where it is nothing to this App.
 * @param event the `X-GitHub-Event` header
 * @param receivedAt ISO 8601 in UTC
 * @throws InvalidHook where a payload lacks a field that GitHub documents for its event
 */
export function fromWebhook(
  event: string,
  payload: unknown,
  receivedAt: string,
): HookSignal | AlertSignal | null {
  return Object.hasOwn(TRANSLATE, event) ? translate(event as keyof Payloads, payload, receivedAt) : null;
}

function translate<Event extends keyof Payloads>(
  event: Event,
  payload: unknown,
  receivedAt: string,
): HookSignal | AlertSignal | null {
  const parsed = PAYLOADS[event].safeParse(payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InvalidHook(`not a ${event} payload: ${issue?.path.map(String).join(".")}: ${issue?.message}`);
  }
  return TRANSLATE[event](parsed.data as Payloads[Event], receivedAt);
}

function checksOf(repository: string, headSha: string, receivedAt: string): HookSignal {
  return { kind: "checks", repository, receivedAt, headSha };
}

/** A button of a check run of ours, as the command that it stands for; null where no person pressed it. */
function pressed(
  { repository, check_run, requested_action, sender }: Payloads["check_run"],
  receivedAt: string,
): HookSignal | null {
  const command = CommandName.safeParse(requested_action?.identifier);
  const { id, external_id: external, head_sha: head } = check_run;
  if (!command.success || sender?.type !== "User" || !id || !external || external.length > 100) return null;
  // What GitHub sends is what the check run said when the button was pressed.
  const [incident = "", since] = external.split(" ", 2);
  const held = Instant.safeParse(since);
  return {
    kind: "command",
    repository: repository.full_name,
    receivedAt,
    issue: null,
    comment: null,
    actor: sender.login,
    command: command.data,
    button: { checkRun: id, incident, head, ...(held.success ? { held: held.data } : {}) },
  };
}

function pullRequest(
  { repository, pull_request: pr }: Payloads["pull_request_review"],
  receivedAt: string,
): PullRequestSignal {
  return {
    kind: "pull-request",
    repository: repository.full_name,
    receivedAt,
    number: pr.number,
    branch: pr.head.ref,
    headSha: pr.head.sha,
    state: pr.state,
    merged: pr.merged ?? (pr.merged_at !== null && pr.merged_at !== undefined),
  };
}
