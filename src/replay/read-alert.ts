import type { BundleHead, BundleProblem } from "../contracts/bundle.ts";
import type { AlertSignal } from "../contracts/signal.ts";
import type { AlertContext } from "../edge/alerts/alert-context.ts";
import { fromAlertmanager } from "../edge/alerts/alertmanager.ts";
import { fromCloudEvents } from "../edge/alerts/cloudevents.ts";
import { fromDatadog } from "../edge/alerts/datadog.ts";
import { fromDispatch } from "../edge/alerts/dispatch.ts";
import { fromGeneric } from "../edge/alerts/generic.ts";
import { fromGrafana } from "../edge/alerts/grafana.ts";
import { InvalidAlert } from "../edge/alerts/invalid-alert.ts";
import { fromPagerDuty } from "../edge/alerts/pagerduty.ts";
import { fromSentry } from "../edge/alerts/sentry.ts";
import { readJsonFile } from "./read-json-file.ts";

const FILE = "alert.json";
const headerless = (name: string) => (name === "sentry-hook-resource" ? "event_alert" : undefined);

const ADAPTERS: Readonly<
  Record<AlertSignal["source"], (body: unknown, context: AlertContext) => AlertSignal | null>
> = {
  alertmanager: fromAlertmanager,
  grafana: fromGrafana,
  sentry: (body, context) => fromSentry(body, context, headerless),
  cloudevents: (body, context) => fromCloudEvents(body, context, headerless),
  generic: fromGeneric,
  pagerduty: fromPagerDuty,
  datadog: fromDatadog,
  dispatch: fromDispatch,
};

/** The alert of a bundle through the adapter of its source; null where there is none, or none that can be read. */
export async function readAlert(
  folder: string,
  head: BundleHead,
  /** When it was told at the latest, in epoch milliseconds: what says no time of its own is taken to have fired then. */
  toldMs: number | null,
  problems: BundleProblem[],
): Promise<AlertSignal | null> {
  const read = await readJsonFile(folder, FILE, problems);
  if (!read) return null;
  const context = {
    repositories: [head.repository],
    receivedAt: new Date(toldMs ?? Date.now()).toISOString(),
  };
  const source = head.alert_source.toLowerCase();
  const adapter = Object.hasOwn(ADAPTERS, source) ? ADAPTERS[source as AlertSignal["source"]] : undefined;
  if (!adapter) {
    problems.push({
      file: "bundle.json",
      message: `alert_source ${JSON.stringify(head.alert_source)} is not known`,
      hint: `Write one of ${Object.keys(ADAPTERS).join(", ")}. The alert is read as a generic one.`,
    });
  }
  const attempts = [
    () => (adapter ?? fromGeneric)(read.json, context),
    () => fromGeneric(completed(read.json, context.receivedAt), context),
  ];
  for (const [index, attempt] of attempts.entries()) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof InvalidAlert)) throw error;
      // What can be made of it is used; that it is not what its source sends is said all the same.
      if (index === 0) problems.push({ file: FILE, message: error.message, hint: `${error.hint}.` });
    }
  }
  return null;
}

/** A generic alert that lacks a field, with the least that can be said in its place. */
function completed(json: unknown, at: string): unknown {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return json;
  const said = json as Record<string, unknown>;
  const text = (...names: string[]) =>
    names.map((name) => said[name]).find((value) => typeof value === "string" && value !== "");
  const fired = new Date(String(text("fired_at", "startsAt", "starts_at", "time", "timestamp") ?? at));
  const amount = (value: unknown) => (typeof value === "number" ? { value } : {});
  return {
    service: text("service", "service_name", "app"),
    summary: text("summary", "title", "description", "message", "metric", "name") ?? "An alert fired.",
    metric: text("metric"),
    ...amount(said.value ?? said.observed),
    ...(typeof said.threshold === "number" ? { threshold: said.threshold } : {}),
    fired_at: Number.isFinite(fired.getTime()) ? fired.toISOString() : at,
  };
}
