import type { Random } from "../../telemetry/random.ts";
import type { Incident, System } from "../definition.ts";
import type { Conditions } from "./conditions.ts";

/** `alert.json` and its source; null where nobody was paged. */
export function alertOf(of: {
  incident: Incident;
  system: System;
  conditions: Conditions;
  /** ISO. */
  at: string;
  random: Random;
}): { source: string; body: unknown } | null {
  const { incident, conditions, at } = of;
  if (conditions.healthy || conditions.alert === false) return null;
  const source = incident.alert === "none" && conditions.alert ? "generic" : incident.alert;
  if (source === "none") return null;
  const summary = incident.alert_text ?? `${incident.service} is outside of its objective`;
  if (source === "generic")
    return {
      source,
      body: { service: incident.service, summary, fired_at: at, labels: { severity: "page" } },
    };
  const labels = { alertname: "ObjectiveBroken", service: incident.service, severity: "page" };
  return {
    source: "alertmanager",
    body: {
      version: "4",
      groupKey: `{}:{service="${incident.service}"}`,
      truncatedAlerts: 0,
      status: "firing",
      receiver: "sre",
      groupLabels: { service: incident.service },
      commonLabels: labels,
      commonAnnotations: { summary },
      externalURL: "http://alertmanager.internal:9093",
      alerts: [
        {
          status: "firing",
          labels,
          annotations: { summary },
          startsAt: at,
          endsAt: "0001-01-01T00:00:00Z",
          generatorURL: "http://prometheus.internal:9090/graph",
          fingerprint: Math.floor(of.random.uniform() * 2 ** 32)
            .toString(16)
            .padStart(16, "0"),
        },
      ],
    },
  };
}
