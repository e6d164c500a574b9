import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { judgeCase } from "../../../bench/diagnosis/judge-case.ts";
import { buildBundle } from "../../../bench/incidents/build/build-bundle.ts";
import { AS_WRITTEN, type Conditions } from "../../../bench/incidents/build/conditions.ts";
import type { Incident, System } from "../../../bench/incidents/definition.ts";
import { readDefinitions } from "../../../bench/incidents/read-definitions.ts";
import { vary } from "../../../bench/incidents/vary.ts";
import type { BundleCommit, BundleDeployment } from "../../../src/contracts/bundle.ts";
import { readBundle } from "../../../src/replay/read-bundle.ts";

const { systems, incidents } = readDefinitions();
const root = mkdtempSync(join(tmpdir(), "incident-bundles-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let built = 0;
function build(name: string, conditions: Conditions = AS_WRITTEN) {
  const incident = incidents.get(name) as Incident;
  const folder = join(root, String(built++));
  const truth = buildBundle(folder, systems.get(incident.system) as System, incident, conditions, name);
  return { folder, truth };
}

function digest(folder: string): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest("hex");
}

/** Records of a file of OTLP JSON, as text. */
const lines = (folder: string, file: string) => readFileSync(join(folder, file), "utf8").trim().split("\n");

describe("a bundle of an incident", () => {
  it("has the same bytes each time, and others by another seed", () => {
    const first = digest(build("clinic-room-nil").folder);
    expect(digest(build("clinic-room-nil").folder)).toBe(first);
    expect(digest(build("clinic-room-nil", { ...AS_WRITTEN, seed: 2 }).folder)).not.toBe(first);
  });

  it.each(["ferry-membership-null", "parcel-channel-leak", "metering-bucket", "auction-mesh-cert"])(
    "%s is read without a complaint, and tells the truth in no file",
    async (name) => {
      const { folder, truth } = build(name);
      const bundle = await readBundle(folder);
      expect(bundle.problems).toEqual([]);
      expect(bundle.telemetry.blocks.length).toBeGreaterThan(0);
      const shas = bundle.commits.map(({ sha }: BundleCommit) => sha);
      expect(new Set(shas)).toEqual(new Set([...truth.decoys, ...(truth.culprit ? [truth.culprit] : [])]));
      for (const { sha } of bundle.deployments as BundleDeployment[]) expect(shas).toContain(sha);
      const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
      for (const file of files)
        expect(readFileSync(join(folder, file), "utf8")).not.toMatch(/culprit|decoy/i);
    },
  );

  it("fails where and when its definition says", () => {
    const { folder, truth } = build("market-reduce-empty");
    const failing = lines(folder, "traces.jsonl").flatMap((line) =>
      JSON.parse(line).resourceSpans.flatMap(
        (one: { scopeSpans: { spans: { startTimeUnixNano: string; events?: unknown[] }[] }[] }) =>
          one.scopeSpans[0]?.spans.filter(({ events }) =>
            JSON.stringify(events ?? "").includes("packages/rating/claims.ts"),
          ),
      ),
    );
    expect(failing.length).toBeGreaterThan(50);
    const begins = Math.min(...failing.map(({ startTimeUnixNano }) => Number(startTimeUnixNano) / 1e6));
    expect(begins).toBeGreaterThanOrEqual(truth.onsetMs);
    expect(begins).toBeLessThan(truth.onsetMs + 60_000);
  });

  it("loses what its conditions take away", () => {
    const full = build("clinic-room-nil").folder;
    const head = build("clinic-room-nil", {
      ...AS_WRITTEN,
      sampling: { kind: "head", keep: 0.1 },
    }).folder;
    const traceIds = (folder: string) =>
      new Set(lines(folder, "traces.jsonl").flatMap((line) => line.match(/"traceId":"[0-9a-f]{32}"/g) ?? []))
        .size;
    expect(traceIds(head) / traceIds(full)).toBeGreaterThan(0.06);
    expect(traceIds(head) / traceIds(full)).toBeLessThan(0.15);
    const bare = build("clinic-room-nil", {
      ...AS_WRITTEN,
      statuses: false,
      revision: "none",
      logs: false,
      window: false,
      deployments: false,
    }).folder;
    expect(readdirSync(bare)).not.toContain("logs.jsonl");
    expect(readdirSync(bare)).not.toContain("deployments.json");
    expect(readFileSync(join(bare, "bundle.json"), "utf8")).not.toContain("window");
    expect(readFileSync(join(bare, "traces.jsonl"), "utf8")).not.toMatch(
      /"status"|service\.version|vcs\.ref/,
    );
  });

  it("has nothing wrong in it where it is healthy, and no culprit where that is taken out", () => {
    const healthy = build("ferry-membership-null", { ...AS_WRITTEN, healthy: true });
    expect(healthy.truth.culprit).toBeNull();
    expect(readFileSync(join(healthy.folder, "traces.jsonl"), "utf8")).not.toContain("exception.type");
    const whole = build("ferry-membership-null");
    const without = build("ferry-membership-null", { ...AS_WRITTEN, hideCulprit: true });
    expect(without.truth.culprit).toBeNull();
    expect(readFileSync(join(without.folder, "commits.json"), "utf8")).not.toContain(whole.truth.culprit);
    expect(readFileSync(join(without.folder, "deployments.json"), "utf8")).not.toContain(whole.truth.culprit);
  });

  it("of every variant can be built and read", async () => {
    for (const [i, [name, incident]] of [...incidents].entries()) {
      if (i % 9 !== 0) continue;
      const { folder } = build(name, vary(systems.get(incident.system) as System, incident, 100 + i));
      const { problems } = await readBundle(folder);
      expect(problems, name).toEqual([]);
      rmSync(folder, { recursive: true });
    }
  });
});

describe("diagnose", () => {
  it.each(["ferry-membership-null", "market-reduce-empty", "newsroom-author-null", "clinic-room-nil"])(
    "names the culprit of %s",
    async (name) => {
      const result = await judgeCase({
        name,
        part: "seen",
        from: { incident: name, conditions: AS_WRITTEN },
      });
      expect(result.right, result.told).toBe(true);
      expect(result.decision).toBe("commit");
      expect(result.tokens).toBe(0);
    },
  );

  it("decides for no commit where nothing is wrong, and for none of the others where the culprit is not there", async () => {
    for (const conditions of [
      { ...AS_WRITTEN, healthy: true },
      { ...AS_WRITTEN, hideCulprit: true },
    ]) {
      const name = "ferry-membership-null";
      const result = await judgeCase({ name, part: "healthy", from: { incident: name, conditions } });
      expect(result.decision, result.told).not.toBe("commit");
    }
  });
});
