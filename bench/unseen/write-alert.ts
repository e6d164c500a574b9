import type { Random } from "./random.ts";
import type { Failure } from "./scenario.ts";
import type { Frame } from "./stack.ts";

export interface AlertFacts {
  service: string;
  op: string;
  symptom: "errors" | "latency" | "memory" | "traffic" | "saturation";
  observed: number;
  threshold: number;
  firedAt: number;
  version: string | undefined;
  failure?: { failure: Failure; frames: Frame[] } | undefined;
}

export type AlertSource = "generic" | "alertmanager" | "grafana" | "sentry" | "cloudevents" | "pagerduty";

const iso = (ms: number) => new Date(ms).toISOString();

/** The body that the source would have sent. Sentry is for exceptions alone. */
export function alertBody(source: AlertSource, facts: AlertFacts, random: Random): unknown {
  const { service, op, symptom, observed, threshold, firedAt } = facts;
  const names = {
    errors: [
      "HighErrorRate",
      `${service}: ${(observed * 100).toFixed(1)}% of ${op} fail`,
      "http_server_error_ratio",
    ],
    latency: [
      "SlowRequests",
      `${service}: p95 of ${op} is ${Math.round(observed * 1000)} ms`,
      "http_server_p95_seconds",
    ],
    memory: [
      "MemoryGrowing",
      `${service} memory keeps growing, ${observed.toFixed(0)} MiB`,
      "process_memory_mib",
    ],
    traffic: [
      "TrafficAnomaly",
      `${service} traffic is ${observed.toFixed(1)} times the usual`,
      "http_server_requests_ratio",
    ],
    saturation: [
      "Saturation",
      `${service} is saturated (${observed.toFixed(2)})`,
      "resource_saturation_ratio",
    ],
  } as const;
  const [name, summary, metric] = names[symptom];
  const labels = {
    alertname: name,
    service,
    severity: "critical",
    ...(random.chance(0.5) ? { span_name: op } : {}),
  };
  const value = Number(observed.toPrecision(4));
  if (source === "generic")
    return { service, summary, metric, value, observed: value, threshold, fired_at: iso(firedAt), labels };
  if (source === "cloudevents")
    return {
      specversion: "1.0",
      id: random.hex(20),
      source: "/monitoring/slo",
      type: "com.acme.alert.firing",
      subject: service,
      time: iso(firedAt),
      datacontenttype: "application/json",
      data: { service, summary, metric, value, threshold, fired_at: iso(firedAt), labels },
    };
  if (source === "pagerduty")
    return {
      event: {
        id: `01${random.hex(24).toUpperCase()}`,
        event_type: "incident.triggered",
        resource_type: "incident",
        occurred_at: iso(firedAt),
        agent: null,
        client: null,
        data: {
          id: `Q${random.hex(12).toUpperCase()}`,
          type: "incident",
          self: "https://api.pagerduty.com/incidents/1",
          html_url: "https://acme.pagerduty.com/incidents/1",
          number: random.integer(100, 9000),
          status: "triggered",
          incident_key: random.hex(32),
          created_at: iso(firedAt),
          title: summary,
          service: { id: `P${random.hex(6).toUpperCase()}`, type: "service_reference", summary: service },
          assignees: [],
          priority: null,
          urgency: "high",
        },
      },
    };
  if (source === "sentry") {
    const failure = facts.failure?.failure;
    const frames = [...(facts.failure?.frames ?? [])].reverse();
    return {
      action: "triggered",
      actor: { id: "sentry", name: "Sentry", type: "application" },
      installation: {
        uuid: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`,
      },
      data: {
        event: {
          event_id: random.hex(32),
          title: `${failure?.type ?? "Error"}: ${failure?.message ?? summary}`,
          level: "error",
          culprit: frames.at(-1) ? `${frames.at(-1)!.file} in ${frames.at(-1)!.fn}` : op,
          ...(facts.version ? { release: facts.version } : {}),
          environment: "production",
          timestamp: firedAt / 1000,
          tags: [
            ["service", service],
            ["transaction", op],
          ],
          exception: {
            values: [
              {
                type: failure?.type ?? "Error",
                value: failure?.message ?? summary,
                stacktrace: {
                  frames: frames.map((frame) => ({
                    filename: frame.file,
                    abs_path: `/app/${frame.file}`,
                    lineno: frame.line,
                    function: frame.fn,
                    in_app: true,
                  })),
                },
              },
            ],
          },
          web_url: "https://sentry.io/organizations/acme/issues/1/",
          issue_id: `${random.integer(10000, 99999)}`,
        },
        triggered_rule: `${service} errors`,
      },
    };
  }
  const alert = {
    status: "firing",
    labels,
    annotations: { summary, value: `${value}` },
    startsAt: iso(firedAt),
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: "http://prometheus:9090/graph",
    fingerprint: random.hex(16),
  };
  const shared = {
    receiver: "sre",
    status: "firing",
    groupLabels: { alertname: name },
    commonLabels: labels,
    commonAnnotations: alert.annotations,
    groupKey: `{}:{alertname="${name}"}`,
    truncatedAlerts: 0,
  };
  if (source === "alertmanager")
    return { ...shared, version: "4", externalURL: "http://alertmanager:9093", alerts: [alert] };
  return {
    ...shared,
    version: "1",
    externalURL: "http://grafana:3000/",
    orgId: 1,
    title: `[FIRING:1] ${name}`,
    state: "alerting",
    message: summary,
    alerts: [
      { ...alert, values: { B: value }, silenceURL: "", dashboardURL: "", panelURL: "", imageURL: "" },
    ],
  };
}
