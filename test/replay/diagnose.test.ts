import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnoseBundle } from "../../src/replay/diagnose-bundle.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { type BundlePlan, makeBundle } from "./make-bundle.ts";

/** As people start it: what is compiled, where it is. */
const CLI = join(import.meta.dirname, "../../bin/sre-space.js");
const MINUTES = { before: 6, after: 3 };
let root: string;
let made = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "sre-space-bundles-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const fresh = () => join(root, String(made++));

async function diagnosed(plan: Partial<BundlePlan>) {
  const truth = makeBundle(fresh(), {
    dialect: "node",
    fault: "errors",
    seed: 3,
    rate: 4,
    minutes: MINUTES,
    ...plan,
  });
  const bundle = await readBundle(truth.folder);
  const found = await diagnoseBundle(bundle);
  return { ...found, truth, problems: bundle.problems };
}

function cli(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [CLI, ...args], { maxBuffer: 2 ** 26 }, (error, out, err) =>
      done({ code: error ? error.code : 0, out, err }),
    );
  });
}

describe("a bundle with a culprit among decoys", () => {
  it.each([
    { dialect: "java", revisions: true },
    { dialect: "java" },
    { dialect: "python" },
    { dialect: "go", window: false },
    { dialect: "dotnet", fault: "slow", revisions: true },
    { dialect: "node", fault: "slow", policy: true },
    { dialect: "bare" },
    { dialect: "node", rate: 20, keep: 0.02 },
    { dialect: "java", shuffled: true },
    { dialect: "node", minutes: { before: 3, after: 2 }, revisions: true },
    { dialect: "python", without: ["traces.jsonl", "alert.json"] },
    { dialect: "go", without: ["deployments.json"] },
  ] as Partial<BundlePlan>[])("%j: the culprit is named, and service and onset with it", async (plan) => {
    const { diagnosis, truth } = await diagnosed(plan);
    expect(diagnosis.suspect).toBe(truth.culprit);
    expect(diagnosis.service).toBe("orders");
    expect(Math.abs(Date.parse(diagnosis.onset) - truth.onset)).toBeLessThan(60_000);
  });
});

describe("a bundle without a culprit", () => {
  it.each([
    { dialect: "node" },
    { dialect: "java", window: false },
    { dialect: "python", revisions: true },
  ] as const)("%j: no commit is named", async (plan) => {
    const { diagnosis } = await diagnosed({ ...plan, fault: "outside" });
    expect(diagnosis.suspect).toBeNull();
    expect(diagnosis.decision).not.toBe("commit");
  });
});

describe("less of a bundle", () => {
  let whole: ReturnType<typeof diagnosed> | undefined;
  const TELEMETRY = ["traces.jsonl", "logs.jsonl", "metrics.jsonl"];
  it.each([
    [...TELEMETRY, "commits.json", "deployments.json"],
    [...TELEMETRY, "alert.json"],
    TELEMETRY,
    [...TELEMETRY, "bundle.json", "alert.json", "deployments.json"],
    [...TELEMETRY, "alert.json", "commits.json", "deployments.json"],
    ["bundle.json", "alert.json", "commits.json", "deployments.json"],
  ])("without %s: an answer all the same, and none that is sure", async (...without) => {
    whole ??= diagnosed({ revisions: true });
    const { diagnosis } = await diagnosed({ without });
    expect(diagnosis.decision).toBe("unknown");
    expect(diagnosis.confidence).toBeLessThan((await whole).diagnosis.confidence);
    expect(diagnosis.wouldSettle.length).toBeGreaterThan(0);
    const sum = diagnosis.hypotheses.reduce((all, { probability }) => all + probability, 0);
    expect(sum).toBeCloseTo(1, 5);
  });

  it("metrics alone, and only a person knows that there was an incident", async () => {
    const folder = fresh();
    mkdirSync(folder);
    const onset = Date.parse("2026-05-11T09:00:00Z");
    const lines: string[] = [];
    for (let s = -900; s < 600; s += 10) {
      const at = onset + s * 1000;
      for (const service of ["cart", "checkout"]) {
        const value = (service === "cart" && s >= 0 ? 0.9 : 0.3) + Math.abs(Math.sin(s)) / 20;
        lines.push(
          JSON.stringify({
            resourceMetrics: [
              {
                resource: { attributes: [{ key: "service.name", value: { stringValue: service } }] },
                scopeMetrics: [
                  {
                    metrics: [
                      {
                        name: "container.cpu.usage",
                        gauge: { dataPoints: [{ timeUnixNano: `${at}000000`, asDouble: value }] },
                      },
                    ],
                  },
                ],
              },
            ],
          }),
        );
      }
    }
    writeFileSync(join(folder, "metrics.jsonl"), lines.join("\n"));
    writeFileSync(
      join(folder, "bundle.json"),
      JSON.stringify({ repository: "o/r", window: { from: new Date(onset).toISOString() } }),
    );
    const { diagnosis } = await diagnoseBundle(await readBundle(folder));
    expect(diagnosis.service).toBe("cart");
    expect(diagnosis.decision).toBe("unknown");
  });
});

describe("what is broken in a bundle", () => {
  it("is told with file and line, and the rest is used", async () => {
    const truth = makeBundle(fresh(), {
      dialect: "java",
      fault: "errors",
      seed: 3,
      rate: 4,
      minutes: MINUTES,
    });
    appendFileSync(join(truth.folder, "traces.jsonl"), 'not json\n{"resourceSpans": 7}\n');
    appendFileSync(join(truth.folder, "logs.jsonl"), '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{}]}]\n');
    writeFileSync(
      join(truth.folder, "events.json"),
      '[{"time": "2026-05-11T08:00:00Z", "text": "ok"}, {"time": 7, "kind": 3}]',
    );
    writeFileSync(join(truth.folder, "alert.json"), '{\n "service": "gateway",\n oops\n}');
    const bundle = await readBundle(truth.folder);
    const { diagnosis } = await diagnoseBundle(bundle);
    expect(diagnosis.suspect).toBe(truth.culprit);
    expect(bundle.events).toHaveLength(1);
    const told = bundle.problems.map(({ file, line }) => `${file}:${line}`);
    expect(told).toContain("alert.json:3");
    expect(told).toContain("events.json:1");
    expect(told.some((place) => /^traces\.jsonl:\d+$/.test(place))).toBe(true);
    expect(told.some((place) => /^logs\.jsonl:\d+$/.test(place))).toBe(true);
    for (const { hint } of bundle.problems) expect(hint).not.toBe("");
  });

  it("keeps no clock that is years off from being played", async () => {
    const truth = makeBundle(fresh(), {
      dialect: "java",
      fault: "errors",
      seed: 3,
      rate: 4,
      minutes: MINUTES,
    });
    for (const year of [1975, 2090]) {
      const nano = `${Date.parse(`${year}-01-01T00:00:00Z`)}000000`;
      appendFileSync(
        join(truth.folder, "traces.jsonl"),
        `${JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: "ab".repeat(16), spanId: "cd".repeat(8), name: "x", startTimeUnixNano: nano, endTimeUnixNano: nano }] }] }] })}\n`,
      );
    }
    const { diagnosis } = await diagnoseBundle(await readBundle(truth.folder));
    expect(diagnosis.suspect).toBe(truth.culprit);
  });
});

describe("sre-space diagnose", () => {
  it("prints the contract's JSON last on stdout", async () => {
    const truth = makeBundle(fresh(), {
      dialect: "java",
      fault: "errors",
      seed: 5,
      rate: 4,
      minutes: MINUTES,
      revisions: true,
    });
    const { code, out } = await cli("diagnose", truth.folder, "--json");
    expect(code).toBe(0);
    const answer = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "");
    expect(Object.keys(answer)).toEqual([
      "decision",
      "suspect",
      "confidence",
      "service",
      "operation",
      "onset",
      "blast_radius",
      "remedy",
      "hypotheses",
      "localisation",
      "evidence",
      "would_settle",
      "tokens",
    ]);
    expect(answer).toMatchObject({
      decision: "commit",
      suspect: truth.culprit,
      service: "orders",
      operation: "POST /orders",
      remedy: { kind: "revert" },
      tokens: 0,
    });
    const ids = answer.evidence.map(({ id }: { id: string }) => id);
    for (const { because, against } of answer.hypotheses)
      expect(ids).toEqual(expect.arrayContaining([...because, ...against]));
  });

  it("prints for people on lines of at most 100 columns", async () => {
    const truth = makeBundle(fresh(), {
      dialect: "python",
      fault: "errors",
      seed: 5,
      rate: 4,
      minutes: MINUTES,
    });
    const { code, out } = await cli("diagnose", truth.folder);
    expect(code).toBe(0);
    expect(out).toContain(truth.culprit?.slice(0, 10));
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it.each([
    [
      ["diagnose", "/nowhere/at/all"],
      /There is no folder \/nowhere\/at\/all\. Name one: sre-space diagnose BUNDLE/,
    ],
    [["diagnose", CLI], /is a file\. Name the folder/],
    [["diagnose", import.meta.dirname], /holds no incident bundle.*bundle\.json, alert\.json/],
    [["diagnose"], /missing required argument/],
  ])("%s: says what to type instead, and exits 2", async (args, said) => {
    const { code, err } = await cli(...args);
    expect(code).toBe(2);
    expect(err).toMatch(said);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
