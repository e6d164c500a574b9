export interface HttpRoute {
  /** As the code has it; `*` for every method. */
  route: string;
  what: string;
  who: string;
}

const MONITOR = "[as the monitor is set](../monitor.md#who-may-look)";
const TOKEN = "an ingest token (`Authorization: Bearer`)";

/** Everything that answers on the one port; a test holds it to the code. */
export const ROUTES: readonly HttpRoute[] = [
  {
    route: "POST /v1/traces",
    what: "OTLP/HTTP, protobuf or JSON, gzip or not ([telemetry.md](../telemetry.md))",
    who: TOKEN,
  },
  { route: "POST /v1/metrics", what: "the same", who: TOKEN },
  { route: "POST /v1/logs", what: "the same", who: TOKEN },
  {
    route: "* /api/alerts/alertmanager",
    what: "Alertmanager's webhook ([alerts.md](../alerts.md))",
    who: TOKEN,
  },
  { route: "* /api/alerts/grafana", what: "Grafana's webhook contact point", who: TOKEN },
  { route: "* /api/alerts/datadog", what: "Datadog's webhook", who: TOKEN },
  { route: "* /api/alerts/generic", what: "a sender of your own", who: TOKEN },
  { route: "* /api/alerts/cloudevents", what: "CloudEvents 1.0 over HTTP, with its handshake", who: TOKEN },
  { route: "* /api/alerts/sentry", what: "Sentry's issue and metric alerts", who: "its signature (`SENTRY_SECRETS`), or an ingest token" },
  { route: "* /api/alerts/pagerduty", what: "PagerDuty's webhooks v3", who: "its signature (`PAGERDUTY_SECRETS`), or an ingest token" },
  { route: "* /api/github/webhooks", what: "GitHub's webhooks", who: "GitHub's signature (`WEBHOOK_SECRET`)" },
  { route: "GET /healthz", what: "200 while the process runs", who: "anybody" },
  {
    route: "GET /readyz",
    what: "200 once GitHub was reached and everything was taken up, 503 before; its repositories, memory and bus",
    who: "anybody",
  },
  { route: "GET /metrics", what: "[metrics](metrics.md) in Prometheus' format", who: MONITOR },
  { route: "GET /monitor", what: "the monitor", who: MONITOR },
  { route: "GET /monitor/incidents/:id", what: "an incident's page", who: MONITOR },
  { route: "GET /monitor/incidents/:id/bundle.tar.gz", what: "its bundle, for `diagnose` and `simulate`", who: MONITOR },
  { route: "GET /monitor/events", what: "what changes, as server-sent events; takes `Last-Event-ID`", who: MONITOR },
  { route: "GET /monitor/parts", what: "the parts of a page that have changed, for its script", who: MONITOR },
  { route: "GET /monitor/sign-in", what: "goes to GitHub to sign in", who: "anybody, where sign-in is set" },
  { route: "GET /monitor/callback", what: "where GitHub sends back to", who: "whoever was sent there from here" },
  { route: "POST /monitor/sign-out", what: "forgets who looks", who: MONITOR },
  { route: "GET /monitor/monitor.js", what: "the monitor's script", who: MONITOR },
  { route: "GET /monitor/icon.svg", what: "its icon", who: MONITOR },
  { route: "GET /api/status", what: "how the service is, as JSON", who: MONITOR },
  { route: "GET /api/incidents", what: "the newest incidents, as JSON", who: MONITOR },
  { route: "GET /api/incidents/:id", what: "one, with every thought", who: MONITOR },
  { route: "GET /setup", what: "makes the App, while nobody has said who it is on GitHub", who: "this machine alone" },
  { route: "GET /setup/created", what: "where GitHub sends back to", who: "this machine alone" },
  { route: "GET /setup/setup.css", what: "its style", who: "this machine alone" },
  { route: "GET /", what: "goes to `/setup` while that is there", who: "this machine alone" },
];
