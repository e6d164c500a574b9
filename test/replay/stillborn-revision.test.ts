import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LogRecord, Span } from "../../src/contracts/telemetry.ts";
import { encodeOtlp } from "../../src/replay/encode-otlp.ts";
import { observeBundle } from "../../src/replay/observe-bundle.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { trace } from "../observe/localise/trace-builder.ts";
import { seeded } from "../observe/shop-world.ts";

const ONSET = Date.parse("2026-05-11T09:00:00Z");
const OLD = "a".repeat(40);
const NEW = "b".repeat(40);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sre-space-stillborn-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @param share of the requests that the old revision of quotes still serves after the onset */
function write(share: number): void {
  const random = seeded(3);
  const lines: string[] = [];
  const logs: LogRecord[] = [];
  for (let at = ONSET - 300_000; at < ONSET + 120_000; at += 400) {
    const served = at < ONSET || random() < share;
    const attributes = { "server.address": "quotes" };
    const spans: Span[] = trace(
      {
        service: "gateway",
        name: "GET /basket",
        from: 0,
        to: 20 + random(),
        failed: !served,
        below: [
          {
            service: "gateway",
            name: "GET",
            kind: "client",
            from: 4,
            to: 14,
            failed: !served,
            attributes,
            below: served ? [{ service: "quotes", name: "GET /quote", from: 6, to: 12 }] : [],
          },
        ],
      },
      at,
    );
    for (const span of spans) span.resource = { ...span.resource, revision: OLD };
    lines.push(JSON.stringify(encodeOtlp({ spans, logs: [], points: [] }).traces));
  }
  for (let at = ONSET; at < ONSET + 120_000; at += 10_000)
    logs.push({
      timeMs: at,
      severity: 21,
      body: "quotes could not start",
      attributes: { "exception.type": "KeyError", "exception.message": "RATES_URL" },
      resource: { service: "quotes", revision: NEW, attributes: {} },
    } as LogRecord);
  writeFileSync(join(folder, "traces.jsonl"), lines.join("\n"));
  writeFileSync(join(folder, "logs.jsonl"), JSON.stringify(encodeOtlp({ spans: [], logs, points: [] }).logs));
  const window = { from: new Date(ONSET).toISOString() };
  writeFileSync(join(folder, "bundle.json"), JSON.stringify({ repository: "o/r", window }));
}

const revisions = async () => {
  const { anomaly, evidence } = await observeBundle(await readBundle(folder));
  expect(anomaly.service).toBe("quotes");
  return evidence.items.flatMap((item) => (item.kind === "revisions" ? item.revisions : []));
};

it("shows the revision that dies while it starts, which serves nothing and so is in no count", async () => {
  write(0);
  const [old, young, ...others] = await revisions();
  expect(old).toMatchObject({ revision: OLD, broken: false });
  expect(young).toMatchObject({ revision: NEW, requests: 0, broken: true });
  expect(Math.abs(Date.parse(young?.firstSeen ?? "") - ONSET)).toBeLessThan(2_000);
  expect(others).toEqual([]);
});

it("leaves it out where an older revision serves on", async () => {
  write(0.5);
  expect((await revisions()).map(({ revision }) => revision)).toEqual([OLD]);
});
