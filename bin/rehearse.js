import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("sre-space.js", import.meta.url));
/** Code is kept by V8's flags: these are those of the first line of bin/sre-space.js, and of `npm start`. */
const FLAGS = ["--max-semi-space-size=16"];
const SECONDS = 900;
const ONSET = 600;

/**
 * Runs each compiled command once, so that the code of what it runs is kept and the first time is as quick as the others:
 * `diagnose` on an incident that is made up here, and `serve` with one setting alone, which ends by saying what else to set.
 */
export function rehearse() {
  const folder = mkdtempSync(join(tmpdir(), "sre-space-rehearsal-"));
  try {
    const bundle = join(folder, "bundle");
    mkdirSync(bundle);
    for (const [name, text] of Object.entries(madeUp())) writeFileSync(join(bundle, name), text);
    for (const args of [["diagnose", bundle, "--json"], ["serve"]])
      spawnSync(process.execPath, [...FLAGS, CLI, ...args], {
        cwd: folder,
        // Without any it would offer to make them, and wait.
        env: { APP_ID: "1" },
        stdio: "ignore",
        timeout: 120_000,
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A bundle as docs/bundles.md has it, name → text: requests of two services, of which one fails after a deployment. */
function madeUp() {
  const start = Date.UTC(2026, 0, 5, 9);
  const iso = (second) => new Date(start + second * 1000).toISOString();
  const nanos = (ms) => `${BigInt(Math.round(start + ms)) * 1_000_000n}`;
  const sha = (letter) => letter.repeat(40);
  const attribute = (key, value) => ({ key, value: { stringValue: value } });
  const resource = (service, second) => ({
    attributes: [
      attribute("service.name", service),
      attribute("service.version", sha(second < ONSET ? "a" : "b")),
      attribute("deployment.environment.name", "production"),
    ],
  });
  const span = (n, depth, ms, more) => ({
    traceId: n.toString(16).padStart(32, "0"),
    spanId: (n * 4 + depth + 1).toString(16).padStart(16, "0"),
    ...(depth > 0 ? { parentSpanId: (n * 4 + depth).toString(16).padStart(16, "0") } : {}),
    startTimeUnixNano: nanos(ms + depth),
    endTimeUnixNano: nanos(ms + 40 + (n % 17) - depth),
    ...more,
  });
  const traces = [];
  const logs = [];
  for (let second = 0; second < SECONDS; second += 5) {
    const web = [];
    const stock = [];
    for (let i = 0; i < 10; i++) {
      const n = second * 2 + i;
      const failed = second >= ONSET && i % 2 === 0;
      const status = failed ? { code: 2, message: "out of range" } : {};
      const route = [attribute("http.request.method", "GET"), attribute("http.route", "/items/{id}")];
      const answered = { key: "http.response.status_code", value: { intValue: failed ? "500" : "200" } };
      const ms = second * 1000 + i * 400;
      web.push(
        span(n, 0, ms, { name: "GET /items/{id}", kind: 2, status, attributes: [...route, answered] }),
      );
      web.push(
        span(n, 1, ms, {
          name: "GET",
          kind: 3,
          status,
          attributes: [attribute("server.address", "stock"), answered],
        }),
      );
      const thrown = [
        attribute("exception.type", "RangeError"),
        attribute("exception.message", "out of range"),
        attribute(
          "exception.stacktrace",
          "RangeError: out of range\n    at pick (/app/stock/src/pick.js:4:11)",
        ),
      ];
      const events = failed ? [{ name: "exception", timeUnixNano: nanos(ms + 20), attributes: thrown }] : [];
      stock.push(
        span(n, 2, ms, {
          name: "GET /stock/{id}",
          kind: 2,
          status,
          events,
          attributes: [...route, answered],
        }),
      );
      stock.push(
        span(n, 3, ms, {
          name: "SELECT stock",
          kind: 3,
          attributes: [attribute("db.system.name", "postgresql")],
        }),
      );
    }
    const told =
      second < ONSET
        ? { severityNumber: 9, body: { stringValue: "served" } }
        : { severityNumber: 17, body: { stringValue: "out of range at 7" } };
    traces.push({
      resourceSpans: [
        { resource: resource("web", second), scopeSpans: [{ spans: web }] },
        { resource: resource("stock", second), scopeSpans: [{ spans: stock }] },
      ],
    });
    logs.push({
      resourceLogs: [
        {
          resource: resource("stock", second),
          scopeLogs: [{ logRecords: [{ timeUnixNano: nanos(second * 1000), ...told }] }],
        },
      ],
    });
  }
  const commit = (letter, second, message, filename, patch) => ({
    sha: sha(letter),
    parents: [],
    commit: { message, author: { name: "eve", date: iso(second) }, committer: { date: iso(second) } },
    files: [{ filename, status: "modified", additions: 1, deletions: 1, patch }],
  });
  return {
    "bundle.json": JSON.stringify({
      repository: "acme/shop",
      environment: "production",
      window: { from: iso(ONSET), to: iso(SECONDS) },
    }),
    "alert.json": JSON.stringify({
      service: "web",
      summary: "Many requests fail",
      metric: "errors",
      fired_at: iso(ONSET + 60),
    }),
    "traces.jsonl": traces.map((line) => JSON.stringify(line)).join("\n"),
    "logs.jsonl": logs.map((line) => JSON.stringify(line)).join("\n"),
    "commits.json": JSON.stringify([
      commit("a", -7200, "docs: say what stock is", "README.md", "@@ -1,1 +1,1 @@\n-Stock.\n+The stock.\n"),
      commit(
        "b",
        ONSET - 300,
        "feat: pick by place",
        "stock/src/pick.js",
        "@@ -1,5 +1,5 @@\n const rows = load();\n export function pick(id) {\n   const row = rows.find((one) => one.id === id);\n-  if (!row) return null;\n+  if (!rows[id]) throw new RangeError('out of range');\n   return row;\n",
      ),
    ]),
    "deployments.json": JSON.stringify([
      { sha: sha("a"), environment: "production", created_at: iso(-3600) },
      { sha: sha("b"), environment: "production", created_at: iso(ONSET - 10) },
    ]),
    "policy.yml": "version: 1\nservices:\n  web: {paths: [web/**]}\n  stock: {paths: [stock/**]}\n",
  };
}
