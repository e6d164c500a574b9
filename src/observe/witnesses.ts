import type { LogRecord, MetricPoint, Span } from "../contracts/telemetry.ts";
import { ChangeBook } from "./changes/change-book.ts";
import { LogBook } from "./logs/log-book.ts";
import { MetricBook } from "./metrics/metric-book.ts";
import { flagOf } from "./requests/request-facts.ts";
import { RequestSamples } from "./requests/request-samples.ts";
import type { ServiceRecord } from "./service-record.ts";

/**
 * What is kept besides the series that decide, so that an incident can be explained: all of it bounded, none of it
 * kept over a restart, none of it ever the reason for an alarm.
 */
export class Witnesses {
  readonly requests = new RequestSamples<ServiceRecord>();
  readonly logs = new LogBook<ServiceRecord>();
  readonly metrics = new MetricBook();
  readonly changes = new ChangeBook();

  addLog(log: LogRecord, record: ServiceRecord | null, scope: string, now: number): void {
    if (log.eventName === "feature_flag.evaluation" || log.attributes["feature_flag.key"] !== undefined) {
      this.addFlag(
        log.attributes,
        { scope, service: log.resource.service, traceId: log.traceId },
        Math.min(log.timeMs, now),
      );
      return;
    }
    if (record) this.logs.add(log, record, now);
  }

  addPoint(point: MetricPoint, scope: string, now: number): void {
    this.metrics.add(point, scope, now);
  }

  /** Flags that a span's events tell of. Most spans have no events. */
  addSpan(span: Span, scope: string, now: number): void {
    for (const event of span.events) {
      if (event.attributes["feature_flag.key"] === undefined) continue;
      this.addFlag(
        event.attributes,
        { scope, service: span.resource.service, traceId: span.traceId },
        Math.min(event.timeMs, now),
      );
    }
  }

  private addFlag(
    attributes: Span["attributes"],
    of: { scope: string; service: string; traceId: string | undefined },
    atMs: number,
  ): void {
    const flag = flagOf(attributes);
    if (!flag) return;
    this.changes.flag({ scope: of.scope, service: of.service }, flag, atMs);
    if (of.traceId) this.requests.flag(of.scope, of.traceId, flag);
  }
}
