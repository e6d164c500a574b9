import type { AlertSource } from "./alert-source.ts";
import { fromAlertmanager } from "./alertmanager.ts";
import { fromCloudEvents } from "./cloudevents.ts";
import { fromDatadog } from "./datadog.ts";
import { fromGeneric } from "./generic.ts";
import { fromGrafana } from "./grafana.ts";
import { fromPagerDuty } from "./pagerduty.ts";
import { pagerDutySigned } from "./pagerduty-signature.ts";
import { fromSentry } from "./sentry.ts";
import { sentrySigned } from "./sentry-signature.ts";

const JSON_ALONE = ["application/json"];

/** Every sender of alert webhooks that there is an endpoint for. */
export const ALERT_SOURCES = {
  alertmanager: {
    path: "/api/alerts/alertmanager",
    methods: ["POST"],
    contentTypes: JSON_ALONE,
    read: fromAlertmanager,
  },
  grafana: {
    path: "/api/alerts/grafana",
    methods: ["POST", "PUT"],
    contentTypes: JSON_ALONE,
    read: fromGrafana,
  },
  sentry: {
    path: "/api/alerts/sentry",
    methods: ["POST"],
    contentTypes: JSON_ALONE,
    signature: { header: "sentry-hook-signature", variable: "SENTRY_SECRETS", matches: sentrySigned },
    read: fromSentry,
  },
  cloudevents: {
    path: "/api/alerts/cloudevents",
    methods: ["POST"],
    // Not `application/cloudevents-batch+json`: a batch would be one delivery of several events.
    contentTypes: ["application/cloudevents+json", "application/json"],
    read: fromCloudEvents,
  },
  generic: { path: "/api/alerts/generic", methods: ["POST"], contentTypes: JSON_ALONE, read: fromGeneric },
  pagerduty: {
    path: "/api/alerts/pagerduty",
    methods: ["POST"],
    contentTypes: JSON_ALONE,
    signature: {
      header: "x-pagerduty-signature",
      variable: "PAGERDUTY_SECRETS",
      matches: pagerDutySigned,
    },
    read: fromPagerDuty,
  },
  datadog: { path: "/api/alerts/datadog", methods: ["POST"], contentTypes: JSON_ALONE, read: fromDatadog },
} as const satisfies Record<string, AlertSource>;
