import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encodeOtlp } from "../../src/replay/encode-otlp.ts";
import { observeBundle } from "../../src/replay/observe-bundle.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { trace } from "../observe/localise/trace-builder.ts";
import { seeded } from "./make-bundle.ts";

const ONSET = Date.parse("2026-05-11T09:00:00Z");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sre-space-refused-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Sessions refuses `share` of the requests with 401, and the gateway hands that on. */
function write(share: number, alert: object): void {
  const random = seeded(7);
  const lines: string[] = [];
  for (let at = ONSET - 300_000; at < ONSET + 180_000; at += 400) {
    const status = random() < (at < ONSET ? 0.02 : share) ? 401 : 200;
    const attributes = { "http.request.method": "GET", "http.response.status_code": status };
    const spans = trace(
      {
        service: "gateway",
        name: "GET /basket",
        from: 0,
        to: 20 + random(),
        attributes: { ...attributes, "http.route": "/basket" },
        below: [
          {
            service: "gateway",
            name: "GET",
            kind: "client",
            from: 4,
            to: 14,
            failed: status === 401,
            attributes: { ...attributes, "server.address": "sessions" },
            below: [
              {
                service: "sessions",
                name: "GET /session",
                from: 6,
                to: 12,
                attributes: { ...attributes, "http.route": "/session" },
              },
            ],
          },
        ],
      },
      at,
    );
    lines.push(JSON.stringify(encodeOtlp({ spans, logs: [], points: [] }).traces));
  }
  writeFileSync(join(folder, "traces.jsonl"), lines.join("\n"));
  writeFileSync(join(folder, "bundle.json"), JSON.stringify({ repository: "o/r", alert_source: "generic" }));
  writeFileSync(
    join(folder, "alert.json"),
    JSON.stringify({ service: "gateway", fired_at: new Date(ONSET + 90_000).toISOString(), ...alert }),
  );
}

it("takes refusals that surge for the errors that an alert speaks of, and finds who refuses", async () => {
  write(0.6, { summary: "gateway: 60% of requests fail", metric: "error_ratio" });
  const { anomaly, evidence } = await observeBundle(await readBundle(folder));
  expect(anomaly).toMatchObject({ service: "sessions", symptom: "errors" });
  expect(Math.abs(Date.parse(anomaly.onset.at) - ONSET)).toBeLessThan(15_000);
  expect(anomaly.observed.value).toBeGreaterThan(0.4);
  expect(evidence.items.some((item) => item.kind === "trace" && item.failing)).toBe(true);
});

it("counts no refusal where as many were refused before", async () => {
  write(0.02, { summary: "gateway: requests fail", metric: "error_ratio" });
  const { evidence } = await observeBundle(await readBundle(folder));
  expect(evidence.items.filter((item) => item.kind === "trace" && item.failing)).toEqual([]);
});

it("leaves refusals alone where the alert speaks of slowness", async () => {
  write(0.6, { summary: "gateway is slow: p95 latency", metric: "latency_p95" });
  const { evidence } = await observeBundle(await readBundle(folder));
  expect(evidence.items.filter((item) => item.kind === "shift" && item.symptom === "errors")).toEqual([]);
});
