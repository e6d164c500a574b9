import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildCases } from "../../bench/unseen2b/build.ts";
import { checkCase } from "../../bench/unseen2b/check-case.ts";
import { everyday } from "../../bench/unseen2b/everyday.ts";
import { scenarios } from "../../bench/unseen2b/scenarios.ts";

// A monolith, a canary, a consumer whose neighbour is guilty, one guiltless, one of the outermost spans alone.
const chosen = [
  "cabin-npgsql-major-0",
  "bid-canary-deadline-0",
  "forge-column-renamed-0",
  "nimbus-spool-full-0",
  "unclear-two-limits-0",
];

describe("part B of the second unseen judging set", () => {
  let dir = "";
  const built: Awaited<ReturnType<typeof buildCases>> = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "unseen2b-"));
    for (const name of chosen) built.push(...(await buildCases(dir, name)));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test("has enough scenarios of each sort, each with its own name and at most one culprit", () => {
    const decidable = scenarios.filter(({ group }) => group !== "undecidable");
    const guilty = decidable.filter(({ changes }) => changes.some(({ role }) => role === "culprit"));
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
    expect(decidable.length).toBeGreaterThanOrEqual(28);
    expect(guilty.length / decidable.length).toBeGreaterThan(0.55);
    expect(guilty.length / decidable.length).toBeLessThan(0.65);
    for (const { id, changes } of scenarios)
      expect(changes.filter(({ role }) => role === "culprit").length, id).toBeLessThanOrEqual(1);
  });

  test("writes bundles that hold against their own truth, patch by patch", async () => {
    expect(built.map(({ bundle }) => basename(bundle))).toEqual(chosen);
    expect(built.map(({ truth }) => truth.culprit === null)).toEqual([false, false, false, true, false]);
    for (const { bundle, truth } of built) {
      const { world, files } = scenarios.find(({ id }) => `${id}-0` === basename(bundle))!;
      const base = { ...everyday.furniture(world), ...world.files, ...files };
      const { problems } = await checkCase(bundle, truth, base);
      expect(problems, basename(bundle)).toEqual([]);
      expect(truth.decoys.length).toBeGreaterThan(0);
    }
  });

  test("tells a bundle whose patches do not apply", async () => {
    const { bundle, truth } = built[0]!;
    const { problems } = await checkCase(bundle, { ...truth, culprit: "0".repeat(40) }, {});
    expect(problems).toContain("the culprit is not among the commits");
    expect(problems.some((problem) => problem.includes("does not apply"))).toBe(true);
  });
});
