import { setTimeout as sleep } from "node:timers/promises";
import { holds } from "../auth/authorize.ts";
import { covers } from "../auth/covers.ts";
import { nodeId } from "../render/node-id.ts";
import { renderRepository } from "../render/repository.ts";
import { renderOrganization, renderUser } from "../render/user.ts";
import type { GitHubEvent, Hook, Installation, State } from "../state.ts";
import { type Delivery, prepareDelivery } from "./prepare-delivery.ts";

/** What happens to the next deliveries that match. */
export type WebhookRule = {
  event?: string;
  action?: string;
  /** How many deliveries it is for. */
  times: number;
  effect:
    | { kind: "drop" }
    | { kind: "delay"; ms: number }
    | { kind: "duplicate"; copies: number }
    /** Holds `times` deliveries and sends them in the opposite order. */
    | { kind: "reorder" };
};

/** Which permission an App needs to hear of an event. */
const PERMISSION: Record<string, string[]> = {
  push: ["contents"],
  create: ["contents"],
  delete: ["contents"],
  repository_dispatch: ["contents"],
  issues: ["issues"],
  issue_comment: ["issues", "pull_requests"],
  pull_request: ["pull_requests"],
  pull_request_review: ["pull_requests"],
  check_run: ["checks"],
  check_suite: ["checks"],
  status: ["statuses"],
  deployment: ["deployments"],
  deployment_status: ["deployments"],
};
/** Sent to every App, subscribed or not. */
const ALWAYS = new Set(["installation", "installation_repositories", "ping"]);
/** GitHub gives a receiver ten seconds and never tries again by itself. */
const TIMEOUT_MS = 10_000;
const KEPT = 5000;

export type Deliveries = {
  emit(event: GitHubEvent): void;
  sent: Delivery[];
  rules: WebhookRule[];
  redeliver(delivery: Delivery): void;
  ping(hook: Hook): void;
  /** Sends what a `reorder` rule still holds. */
  release(): void;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
  onEvent: Set<(event: GitHubEvent) => void>;
  onDelivery: Set<(delivery: Delivery) => void>;
  close(): void;
};

export function createDeliveries(state: State): Deliveries {
  const queues = new Map<number, Promise<void>>();
  const sent: Delivery[] = [];
  const rules: WebhookRule[] = [];
  const onEvent = new Set<(event: GitHubEvent) => void>();
  const onDelivery = new Set<(delivery: Delivery) => void>();
  const closing = new AbortController();
  let held: Delivery[] = [];

  function installationFor(hook: Hook, event: GitHubEvent): Installation | null {
    if (hook.target.type !== "integration") return null;
    const { app } = hook.target;
    if (event.installation) return event.installation.app === app ? event.installation : null;
    if (!event.repository) return null;
    const repository = event.repository;
    return (
      [...state.installations.values()].find((one) => one.app === app && covers(one, repository)) ?? null
    );
  }

  function wants(hook: Hook, event: GitHubEvent, installation: Installation | null): boolean {
    if (!hook.active) return false;
    const subscribed = hook.events.includes("*") || hook.events.includes(event.name);
    if (hook.target.type === "repository")
      return hook.target.repository === event.repository && subscribed && !event.onlyApp;
    if (!installation) return false;
    if (ALWAYS.has(event.name)) return true;
    if (installation.suspendedAt) return false;
    if (event.onlyApp && event.onlyApp !== hook.target.app) return false;
    if (!installation.events.includes(event.name)) return false;
    const needed = PERMISSION[event.name];
    return !needed || needed.some((name) => holds(installation.permissions, name, "read"));
  }

  function emit(event: GitHubEvent): void {
    for (const listener of onEvent) listener(event);
    const common: Record<string, unknown> = {};
    if (event.repository) {
      common.repository = renderRepository(state, event.repository);
      if (event.repository.owner.type === "Organization")
        common.organization = renderOrganization(state, event.repository.owner);
    }
    common.sender = renderUser(state, event.sender);
    for (const hook of state.hooks.values()) {
      const installation = installationFor(hook, event);
      if (!wants(hook, event, installation)) continue;
      const lite =
        installation && !("installation" in event.payload)
          ? { installation: { id: installation.id, node_id: nodeId("Installation", installation.id) } }
          : {};
      const payload = {
        ...(event.action === null ? {} : { action: event.action }),
        ...event.payload,
        ...common,
        ...lite,
      };
      enqueue(
        prepareDelivery(
          state,
          hook,
          event.name,
          event.action,
          payload,
          installation?.id ?? null,
          event.repository?.id ?? null,
        ),
      );
    }
  }

  function enqueue(delivery: Delivery): void {
    const rule = rules.find(
      (one) =>
        one.times > 0 &&
        (one.event === undefined || one.event === delivery.event) &&
        (one.action === undefined || one.action === delivery.action),
    );
    if (!rule) {
      queue(delivery);
      return;
    }
    rule.times -= 1;
    if (rule.times === 0) rules.splice(rules.indexOf(rule), 1);
    const { effect } = rule;
    if (effect.kind === "drop") {
      delivery.status = "dropped by a test";
      record(delivery);
    } else if (effect.kind === "delay") {
      // A late delivery does not hold up those behind it.
      track(
        -delivery.id,
        sleep(effect.ms, undefined, { signal: closing.signal }).then(() => queue(delivery)),
      );
    } else if (effect.kind === "duplicate") {
      // A duplicate carries the same X-GitHub-Delivery, as a redelivery does.
      for (let copy = 0; copy <= effect.copies; copy++)
        queue({ ...delivery, id: copy === 0 ? delivery.id : ++state.lastId });
    } else {
      held.push(delivery);
      if (rule.times === 0) release();
    }
  }

  function release(): void {
    const all = held.reverse();
    held = [];
    for (const delivery of all) queue(delivery);
  }

  function track(key: number, work: Promise<void>): void {
    const settled = work
      .catch(() => {})
      .then(() => {
        if (queues.get(key) === settled) queues.delete(key);
      });
    queues.set(key, settled);
  }

  function queue(delivery: Delivery): void {
    const before = queues.get(delivery.hook.id) ?? Promise.resolve();
    track(
      delivery.hook.id,
      before.then(() => send(delivery)),
    );
  }

  function record(delivery: Delivery): void {
    sent.push(delivery);
    if (sent.length > KEPT) sent.shift();
    for (const listener of onDelivery) listener(delivery);
  }

  async function send(delivery: Delivery): Promise<void> {
    if (closing.signal.aborted) return;
    const started = Date.now();
    delivery.deliveredAt = state.now();
    try {
      const response = await fetch(delivery.hook.url, {
        method: "POST",
        headers: delivery.headers,
        body: delivery.body,
        redirect: "manual",
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      delivery.responseBody = (await response.text()).slice(0, 10_000);
      delivery.statusCode = response.status;
      delivery.status = response.ok ? "OK" : response.statusText || "Invalid HTTP Response";
    } catch (error) {
      delivery.statusCode = 0;
      delivery.status =
        error instanceof Error && error.name === "TimeoutError" ? "timed out" : "failed to connect to host";
    }
    delivery.duration = Date.now() - started;
    record(delivery);
  }

  return {
    emit,
    sent,
    rules,
    onEvent,
    onDelivery,
    release,
    redeliver: (delivery) =>
      queue({ ...delivery, id: ++state.lastId, redelivery: true, status: "queued", statusCode: 0 }),
    ping(hook) {
      const integration = hook.target.type === "integration";
      const url =
        hook.target.type === "integration"
          ? `${state.apiUrl}/app/hook`
          : `${state.apiUrl}/repos/${hook.target.repository.owner.login}/${hook.target.repository.name}/hooks/${hook.id}`;
      const payload = {
        zen: "Keep it logically awesome.",
        hook_id: hook.id,
        hook: {
          type: integration ? "App" : "Repository",
          id: hook.id,
          name: "web",
          active: hook.active,
          ...(hook.target.type === "integration" ? { app_id: hook.target.app.id } : {}),
          events: hook.events,
          config: { content_type: "json", insecure_ssl: "0", url: hook.url },
          updated_at: hook.createdAt,
          created_at: hook.createdAt,
          url,
          ping_url: `${url}/pings`,
          deliveries_url: `${url}/deliveries`,
        },
        ...(hook.target.type === "repository"
          ? {
              repository: renderRepository(state, hook.target.repository),
              sender: renderUser(state, hook.target.repository.owner),
            }
          : {}),
      };
      enqueue(prepareDelivery(state, hook, "ping", null, payload, null, null));
    },
    async idle() {
      while (queues.size) await Promise.all(queues.values());
    },
    close: () => closing.abort(),
  };
}
