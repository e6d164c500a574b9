import { randomBytes } from "node:crypto";
import { afterEach, expect, it } from "vitest";
import { mintIngestToken } from "../../src/edge/ingest-token.ts";
import { type Asked, startScriptedOpenAi } from "../model/scripted-openai.ts";
import {
  type AttackedWorld,
  INGEST_SECRET,
  policyText,
  REPOSITORY,
  startAttackedWorld,
} from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

const SECRETS = {
  token: `ghp_${"a1B2c3D4".repeat(5)}`,
  aws: "AKIAIOSFODNN7EXAMPLE",
  jwt: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI${"0123456789"}.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZw`,
  password: "hunter2-and-more",
  email: "jane.doe@customer.example",
  card: "4242424242424242",
  policy: "POL-12345678",
  ip: "203.0.113.77",
};
const leaky = `login of ${SECRETS.email} (${SECRETS.ip}) failed: password=${SECRETS.password} token ${SECRETS.token} key ${SECRETS.aws} jwt ${SECRETS.jwt} card ${SECRETS.card} ${SECRETS.policy}`;

/** Two requests, one of which fails with everything that must not be told. */
function batch(revision: string, failing: boolean) {
  const now = Date.now();
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const nano = (ms: number) => `${ms}000000`;
  const span = (bad: boolean) => ({
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    name: "POST /quotes",
    kind: 2,
    startTimeUnixNano: nano(now - 15),
    endTimeUnixNano: nano(now - 2),
    attributes: [
      text("http.request.method", "POST"),
      text("http.route", "/quotes"),
      { key: "http.response.status_code", value: { intValue: bad ? "500" : "200" } },
      text("user.email", SECRETS.email),
      text("url.full", `https://shop.example/quotes?token=${SECRETS.token}`),
    ],
    status: bad ? { code: 2, message: leaky } : {},
    events: bad
      ? [
          {
            name: "exception",
            timeUnixNano: nano(now - 5),
            attributes: [
              text("exception.type", "LoginError"),
              text("exception.message", leaky),
              text(
                "exception.stacktrace",
                `LoginError: ${leaky}\n    at price (/srv/app/services/quotes/price.ts:3:16)`,
              ),
            ],
          },
        ]
      : [],
  });
  const resource = {
    attributes: [
      text("service.name", "quotes"),
      text("deployment.environment.name", "production"),
      text("vcs.ref.head.revision", revision),
      text("service.instance.id", `quotes-${SECRETS.email}`),
    ],
  };
  return {
    traces: { resourceSpans: [{ resource, scopeSpans: [{ spans: [span(false), span(failing)] }] }] },
    logs: {
      resourceLogs: [
        {
          resource,
          scopeLogs: [
            {
              logRecords: failing
                ? [{ timeUnixNano: nano(now), severityNumber: 17, body: { stringValue: leaky } }]
                : [],
            },
          ],
        },
      ],
    },
  };
}

it.each([
  ["private", false],
  ["public", true],
])(
  "leave in no issue, comment, check, pull request, log, stream or prompt of a %s repository",
  async (_, isPublic) => {
    const prompts: Asked[] = [];
    const model = await startScriptedOpenAi((asked) => {
      prompts.push(asked);
      return {
        say: { leading: "C1", ranking: ["C1"], claims: [], doubts: [], new_cause: null, explanation: leaky },
      };
    });
    stops.push(model.stop);
    const policy = `${policyText("")}redact: ["POL-[0-9]{8}"]\n`;
    world = await startAttackedWorld({
      without: true,
      public: isPublic,
      policy,
      model: { apiKey: "k", baseUrl: model.baseUrl, model: "gpt-4.1" },
    });
    stops.push(() => world.stop());
    const stream = { text: "" };
    const events = await fetch(`${world.url()}/monitor/events`);
    const reader = events.body?.getReader();
    void (async () => {
      for (;;) {
        const part = await reader?.read().catch(() => undefined);
        if (!part || part.done) return;
        stream.text += Buffer.from(part.value).toString();
      }
    })();
    const token = mintIngestToken(INGEST_SECRET, [REPOSITORY]);
    const post = (path: string, body: unknown) =>
      fetch(`${world.url()}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      }).catch(() => undefined);
    const healthy = await world.git("rev-parse", `${world.suspect}^`);
    const began = Date.now();
    const traffic = setInterval(() => {
      const failing = Date.now() - began > 10_000;
      const { traces, logs } = batch(failing ? world.suspect : healthy, failing);
      void post("/v1/traces", traces);
      void post("/v1/logs", logs);
    }, 100);
    stops.push(async () => clearInterval(traffic));
    await until(() => Date.now() - began > 11_000);
    await post("/api/alerts/generic", {
      service: "quotes",
      summary: leaky,
      metric: "error ratio",
      value: 0.5,
      threshold: 0.01,
      fired_at: new Date().toISOString(),
      labels: { user: SECRETS.email, api_key: SECRETS.aws, description: leaky },
    });
    const incidents = async () =>
      (await (await fetch(`${world.url()}/api/incidents`)).json()) as {
        diagnosis: unknown;
        verdict: unknown;

        issue: unknown;
      }[];
    await until(
      async () => (await incidents()).some(({ issue, verdict }) => issue && verdict),
      async () => JSON.stringify(await incidents()).slice(0, 3000),
    );
    await until(
      () => world.held().some(({ body }) => body?.includes("LoginError")),
      () => JSON.stringify(world.held().map(({ body }) => body)),
    );
    await world.quiet();
    await until(() => prompts.length > 0).catch(() => {});
    clearInterval(traffic);
    const runs = [...(world.github.state.repositories.get(REPOSITORY)?.checkRuns.values() ?? [])];
    const [one] = (await incidents()) as { id?: string }[];
    const told = {
      github: JSON.stringify(world.held().map(({ title, body, labels }) => [title, body, labels])),
      comments: world
        .comments()
        .map(({ body }) => body)
        .join("\n"),
      checks: JSON.stringify(runs.map(({ output }) => output)),
      log: world.log(),
      stream: stream.text,
      prompts: JSON.stringify(prompts.map(({ body }) => body)),
      api: JSON.stringify(await incidents()),
      status: await (await fetch(`${world.url()}/api/status`)).text(),
      page: await (await fetch(`${world.url()}/monitor/incidents/${one?.id}`)).text(),
      commits: await world.git("log", "--all", "--format=%B"),
    };
    expect(told.github).toContain("LoginError");
    const leaks = Object.entries(told).flatMap(([where, text]) =>
      Object.entries(SECRETS).flatMap(([what, secret]) => {
        const at = text.indexOf(secret);
        return at < 0 ? [] : [`${what} in ${where}: ${text.slice(Math.max(0, at - 120), at + 40)}`];
      }),
    );
    expect(leaks).toEqual([]);
    if (isPublic) expect(told.github).not.toMatch(/trace [0-9a-f]{32}/);
  },
  240_000,
);
