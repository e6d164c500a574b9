import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { seenCases } from "../../../bench/diagnosis/seen-cases.ts";
import { writeBundles } from "../../../bench/diagnosis/write-bundles.ts";
import { readDefinitions } from "../../../bench/incidents/read-definitions.ts";
import { readBundle } from "../../../src/replay/read-bundle.ts";

it("writes bundles that can be read, each in its folder, and what is true beside them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "write-bundles-"));
  try {
    const definitions = readDefinitions();
    const cases = seenCases(definitions, 0, 1).filter(({ name }) => name === "clinic-room-nil");
    expect(cases.map(({ part }) => part)).toContain("seen");
    const seen = cases.filter(({ part }) => part === "seen");
    expect(writeBundles(folder, seen, definitions, () => {})).toBe(1);
    const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8"))["seen/clinic-room-nil"];
    const bundle = await readBundle(join(folder, "seen", "clinic-room-nil"));
    expect(bundle.commits.map(({ sha }) => sha)).toContain(truth.culprit);
    expect(truth).toMatchObject({ service: "clinic", group: "guard or null" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("asks each placebo of whom it can be asked", () => {
  const definitions = readDefinitions();
  const cases = seenCases(definitions, 2, 1);
  const of = (part: string) => cases.filter((one) => one.part === part).length;
  const guilty = [...definitions.incidents.values()].filter(({ culprit }) => culprit !== null).length;
  expect(of("seen")).toBe(definitions.incidents.size);
  expect(of("variant")).toBe(2 * definitions.incidents.size);
  expect(of("blanked")).toBe(definitions.incidents.size);
  expect(of("culprit taken out")).toBe(guilty);
  expect(of("healthy")).toBeGreaterThan(10);
  expect(of("permuted")).toBeGreaterThan(10);
});
