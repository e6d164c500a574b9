import type { Settings } from "../src/contracts/settings.ts";

export interface EnvironmentVariable {
  name: string;
  what: string;
  /** What stands where it is not set, as the settings have it; a text is said as it is. */
  standing: string | ((settings: Settings) => unknown);
}

/** Every variable that the service reads; a test holds the names to the code, and the defaults come from it. */
export const ENVIRONMENT: readonly { heading: string; about?: string; variables: EnvironmentVariable[] }[] = [
  {
    heading: "Who it is on GitHub",
    about:
      "An App, or a token for one repository; not both. Without either it serves `/setup` on loopback, which makes an App and writes these into `.env`.",
    variables: [
      { name: "APP_ID", what: "the App's number, or its client ID", standing: "" },
      {
        name: "PRIVATE_KEY",
        what: "the App's key: PEM, PEM with `\\n` for line breaks, or base64 of it",
        standing: "",
      },
      { name: "PRIVATE_KEY_PATH", what: "the file that holds the key, in place of `PRIVATE_KEY`", standing: "" },
      {
        name: "WEBHOOK_SECRET",
        what: "what GitHub signs its webhooks with; needed by an App, and with a token it turns webhooks on",
        standing: "",
      },
      {
        name: "GITHUB_PERSONAL_ACCESS_TOKEN",
        what: "a fine-grained token for the one repository of `GITHUB_REPOSITORY`",
        standing: "",
      },
      { name: "GITHUB_REPOSITORY", what: "`OWNER/REPO`, for a token", standing: "" },
      { name: "GHE_HOST", what: "host of a GitHub Enterprise Server", standing: "github.com" },
      { name: "GHE_PROTOCOL", what: "`http` or `https`, for that host", standing: "https" },
      {
        name: "SRE_GITHUB_THROTTLE",
        what: "`on` spaces writes to a GitHub on this machine, too; every other GitHub's are spaced anyway",
        standing: "",
      },
    ],
  },
  {
    heading: "Where it listens, what it keeps",
    variables: [
      { name: "PORT", what: "the one port, for everything", standing: ({ port }) => port },
      { name: "HOST", what: "address to listen at", standing: "`0.0.0.0`; loopback without credentials" },
      {
        name: "DATA_DIR",
        what: "state, past incidents, bundles, the stop file: one that outlives a restart",
        standing: ".data",
      },
      {
        name: "MEMORY_LIMIT_MB",
        what: "what the service and all that it starts may have; 128 or more",
        standing: ({ memoryLimitMb }) => memoryLimitMb,
      },
      { name: "LOG_LEVEL", what: "`debug`, `info`, `warn`, `error`", standing: ({ logLevel }) => logLevel },
      {
        name: "MONITOR_PASSWORD",
        what: "opens `/monitor`, `/api` and `/metrics` beyond loopback, by HTTP Basic with any user name",
        standing: "closed beyond loopback",
      },
      {
        name: "GITHUB_CLIENT_ID",
        what: "with `GITHUB_CLIENT_SECRET`: sign-in to the monitor by GitHub ([monitor.md](../monitor.md))",
        standing: "",
      },
      { name: "GITHUB_CLIENT_SECRET", what: "the App's client secret", standing: "" },
      {
        name: "MONITOR_URL",
        what: "address at which people open the monitor, where the App has several callback URLs",
        standing: "",
      },
    ],
  },
  {
    heading: "Who may send",
    variables: [
      {
        name: "SRE_INGEST_SECRET",
        what: "ingest tokens are made of it; 16 characters or more. Another one makes every token invalid",
        standing: "made once, and kept in `DATA_DIR`",
      },
      {
        name: "SENTRY_SECRETS",
        what: "`OWNER/REPO:SECRET`, several with white space or semicolons between them",
        standing: "",
      },
      { name: "PAGERDUTY_SECRETS", what: "the same, for PagerDuty's webhooks", standing: "" },
    ],
  },
  {
    heading: "Stopping",
    variables: [
      { name: "SRE_STOP", what: "`on`: nothing is merged anywhere, until it is started without", standing: "off" },
      {
        name: "SRE_STOP_FILE",
        what: "while this file exists, nothing is merged",
        standing: "`stop` in `DATA_DIR`",
      },
    ],
  },
  {
    heading: "A model's second opinion",
    variables: [
      { name: "OPENAI_API_KEY", what: "without it Brain reasons alone", standing: "" },
      {
        name: "OPENAI_BASE_URL",
        what: "root of another API that speaks chat completions; plain `http` on this machine and in private networks alone",
        standing: "OpenAI's",
      },
      { name: "OPENAI_MODEL", what: "its name", standing: ({ model }) => model?.model },
    ],
  },
  {
    heading: "Beyond one process",
    about: "What several workers share, and what not, is in [workers.md](../workers.md).",
    variables: [
      {
        name: "EVENT_BUS",
        what: "`auto`, `local`, `redis` or `kafka`. `auto`: Kafka where `ENV=local` and brokers are named, Redis where `ENV=cloud` and one is named, else the one in the process",
        standing: "auto",
      },
      { name: "ENV", what: "`local` or `cloud`, for `auto`", standing: "local" },
      { name: "SRE_REDIS_URL", what: "`redis://HOST:PORT`, or `rediss://` with TLS", standing: "" },
      { name: "KAFKA_BROKERS", what: "`HOST:PORT`, several with commas between them", standing: "" },
      {
        name: "DATABASE_URL",
        what: "`postgres://…`: state that several workers share",
        standing: "SQLite in `DATA_DIR`",
      },
      {
        name: "CHROMA_URL",
        what: "a Chroma of yours: scheme, host and port",
        standing: "one of its own is started once there is something to remember",
      },
    ],
  },
  {
    heading: "Its own telemetry",
    about:
      "Every standard variable of OpenTelemetry's SDK is read (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER` and the rest). These have defaults of ours:",
    variables: [
      { name: "OTEL_SERVICE_NAME", what: "the service's name in its traces and metrics", standing: "sre-space" },
      { name: "OTEL_SDK_DISABLED", what: "`true`: nothing is sent", standing: "false" },
      {
        name: "OTEL_METRICS_EXPORTER",
        what: "`none`: metrics stay at `/metrics`",
        standing: "otlp",
      },
      { name: "OTEL_METRIC_EXPORT_INTERVAL", what: "milliseconds between two sendings", standing: "60000" },
    ],
  },
];
