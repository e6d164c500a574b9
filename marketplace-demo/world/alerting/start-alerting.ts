import type { OtlpBatch } from "../telemetry/otlp-batch.ts";
import { createAlertGroups, type Notification } from "./alert-groups.ts";
import { decodeServerSpans } from "./decode-server-spans.ts";
import { type Alert, createRuleEvaluator } from "./evaluate-rules.ts";
import { postNotification, type Receiver } from "./post-notification.ts";
import { LONG_WINDOW, RULES, SHORT_WINDOW } from "./rules.ts";
import { createSpanMetrics, type Reading } from "./span-metrics.ts";

export type Alerting = {
  observe(batch: OtlpBatch): void;
  /** What the dashboards of the team would show now. */
  readings(): Reading[];
  firing(): Alert[];
  /** From now on notifications are posted here; before, they are only kept as `firing`. */
  notify(receiver: Receiver): void;
  stop(): void;
};

const ROUTE = {
  receiver: "sre-space",
  groupBy: ["alertname", "deployment_environment", "service_name"],
  groupWait: 0,
  groupInterval: 5_000,
  repeatInterval: 30_000,
};
const EVALUATION_INTERVAL = 1_000;

/**
 * The alerting that the marketplace's team runs for itself: span metrics, Prometheus rules, Alertmanager. It reads
 * the same telemetry as the engine and shares no code with it.
 *
 * @param say a line for the log of the world.
 */
export function startAlerting(externalUrl: string, say: (line: string) => void): Alerting {
  const metrics = createSpanMetrics(LONG_WINDOW);
  const evaluator = createRuleEvaluator(RULES, externalUrl);
  const groups = createAlertGroups(ROUTE, externalUrl);
  const aborted = new AbortController();
  let receiver: Receiver | undefined;
  let firing: Alert[] = [];
  // Notifications leave one after another: a resolve must not overtake the firing that it answers.
  let sending: Promise<void> = Promise.resolve();

  function send(notification: Notification, to: Receiver): void {
    sending = sending.then(async () => {
      try {
        const status = await postNotification(notification, to, aborted.signal);
        say(`alertmanager ${notification.status} ${notification.groupKey} -> ${status}`);
      } catch {
        // Aborted: the world is being stopped.
      }
    });
  }

  const timer = setInterval(() => {
    const now = Date.now();
    const readings = { long: metrics.read(now, LONG_WINDOW), short: metrics.read(now, SHORT_WINDOW) };
    const alerts = evaluator.evaluate(readings, now);
    firing = alerts.filter((alert) => alert.endsAt === undefined);
    if (!receiver) return;
    for (const notification of groups.update(alerts, now)) send(notification, receiver);
  }, EVALUATION_INTERVAL);

  return {
    observe(batch) {
      if (batch.signal !== "traces") return;
      try {
        for (const span of decodeServerSpans(batch)) metrics.record(span, batch.receivedAt);
      } catch (error) {
        say(`alerting could not read a batch of traces: ${(error as Error).message}`);
      }
    },
    readings: () => metrics.read(Date.now(), LONG_WINDOW),
    firing: () => firing,
    notify(to) {
      receiver = to;
    },
    stop() {
      clearInterval(timer);
      aborted.abort();
    },
  };
}
