import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { diagnoseBundle } from "../../src/replay/diagnose-bundle.ts";
import { encodeOtlp } from "../../src/replay/encode-otlp.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { trace } from "../observe/localise/trace-builder.ts";
import { seeded } from "./make-bundle.ts";

const ONSET = Date.parse("2026-05-11T09:00:00Z");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sre-space-way-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("names the service behind a way that became slow, which shows only in who waits for it", async () => {
  const random = seeded(5);
  const lines: string[] = [];
  for (let at = ONSET - 240_000; at < ONSET + 120_000; at += 500) {
    const jitter = () => 2 * random();
    const way = at < ONSET ? 1 : 90 + 20 * random();
    const served = 6 + jitter();
    const gone = 8 + jitter() + way + served;
    const spans = trace(
      {
        service: "gateway",
        name: "GET /basket",
        from: 0,
        to: gone + 4 + jitter(),
        below: [
          {
            service: "gateway",
            name: "GET",
            kind: "client",
            from: 8,
            to: gone,
            attributes: { "server.address": "quotes" },
            below: [{ service: "quotes", name: "GET /quote", from: 8 + way / 2, to: 8 + way / 2 + served }],
          },
        ],
      },
      at,
    );
    lines.push(JSON.stringify(encodeOtlp({ spans, logs: [], points: [] }).traces));
  }
  writeFileSync(join(folder, "traces.jsonl"), lines.join("\n"));
  writeFileSync(
    join(folder, "bundle.json"),
    JSON.stringify({
      repository: "o/r",
      alert_source: "generic",
      window: { from: new Date(ONSET).toISOString() },
    }),
  );
  writeFileSync(
    join(folder, "alert.json"),
    JSON.stringify({
      service: "gateway",
      summary: "High latency",
      fired_at: new Date(ONSET + 60_000).toISOString(),
    }),
  );
  const { diagnosis } = await diagnoseBundle(await readBundle(folder));
  expect(diagnosis.service).toBe("quotes");
  expect(diagnosis.operation).toBe("GET /quote");
  expect(diagnosis.blastRadius).toContain("gateway");
  expect(Math.abs(Date.parse(diagnosis.onset) - ONSET)).toBeLessThan(60_000);
});
