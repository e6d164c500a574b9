/**
 * Every line of a page that the tests of pages do not type, with why. What is here may need an account, an engine for
 * containers, or another machine; or `by` is the file that runs it.
 */
export const NOT_TYPED: readonly { line: string; why: string; by?: string }[] = [
  { line: "npm ci", why: "what runs the tests has typed it before", by: ".ci/run" },
  { line: "npm test", why: "what runs the tests has typed it", by: ".ci/run" },

  // Settings of the reader's own SDK and service, and no commands.
  {
    line: "OTEL_EXPORTER_OTLP_ENDPOINT=https://YOUR-HOST",
    why: "a setting of an SDK, which sends with it",
    by: "test/edge/otlp/sdk.test.ts",
  },
  {
    line: 'OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer TOKEN"',
    why: "a setting of an SDK, which sends with it",
    by: "test/edge/otlp/sdk.test.ts",
  },
  {
    line: 'SENTRY_SECRETS="acme/shop,acme/rating:THE-CLIENT-SECRET"',
    why: "a setting",
    by: "test/config/alert-secrets.test.ts",
  },
  {
    line: 'PAGERDUTY_SECRETS="acme/shop:THE-SIGNING-SECRET"',
    why: "a setting",
    by: "test/config/alert-secrets.test.ts",
  },
  { line: "SRE-Space: no-revert", why: "the trailer of a commit's message" },

  // An account on github.com.
  {
    line: `curl -X POST https://api.github.com/repos/OWNER/REPO/dispatches -H "Authorization: Bearer $TOKEN" -d '{"event_type": "sre-alert", "client_payload": {"id": "quotes-errors", "service": "quotes", "summary": "31% of quotes fail", "status": "firing"}}'`,
    why: "needs an account; what it brings about is tried against the local GitHub",
    by: "test/action/whole-incident.test.ts",
  },

  // An engine for containers, or a cluster; the files are held to their schemas.
  ...[
    "docker compose build",
    "docker compose run --rm --no-deps sre-space node bin/sre-space.js token OWNER/REPO > ingest-token",
    "docker compose up --detach",
    "docker build --tag acme/sre-space:0.1.0 .",
    'kubectl create secret generic sre-space --from-literal=app-id=12345 --from-literal=webhook-secret=WEBHOOK-SECRET-OF-THE-APP --from-file=private-key=private-key.pem --from-literal=ingest-secret="$(openssl rand -hex 32)" --from-literal=monitor-password="$(openssl rand -hex 16)"',
    "kubectl apply -f deploy/kubernetes/sre-space.yaml",
  ].map((line) => ({ line, why: "needs an engine for containers", by: "test/deploy/files.test.ts" })),
  {
    line: "DATABASE_URL=postgres://… MONITOR_PASSWORD=… npx sre-space monitor",
    why: "needs a PostgreSQL that has workers' state in it",
    by: "test/monitor/apart.test.ts",
  },

  // Benchmarks: they measure, on a quiet machine and for up to an hour, and no test may say how fast or how right.
  ...[
    "npm run bench -- diagnosis",
    "npm run bench -- diagnosis --unseen",
    "npm run bench -- diagnosis --build DIR",
    "node bench/incidents/try.ts NAME",
    "npx node bench/fit/keep-first-sight.ts DIR PART ENGINE",
    "npx node bench/fit/keep-answers.ts DIR PART ENGINE",
    "npx node bench/fit/fit-confidence.ts --write",
  ].map((line) => ({
    line,
    why: "measures",
    by: /bench\/\S+\.ts/.exec(line)?.[0] ?? "bench/diagnosis.ts",
  })),
];
