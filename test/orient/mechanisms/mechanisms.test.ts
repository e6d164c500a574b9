import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readHunks } from "../../../src/orient/changes/changed-lines.ts";
import { understood } from "../../../src/orient/changes/read-change.ts";
import { bitesLate } from "../../../src/orient/mechanisms/bites-late.ts";
import { fitMechanism } from "../../../src/orient/mechanisms/fit-mechanism.ts";
import { MechanismRow } from "../../../src/orient/mechanisms/mechanism.ts";
import { MECHANISMS } from "../../../src/orient/mechanisms/mechanisms.ts";
import { renderMechanisms } from "../../../src/orient/mechanisms/render-mechanisms.ts";
import type { SymptomMix } from "../../../src/orient/mechanisms/symptom-mix.ts";
import { EXAMPLES } from "../changes/examples.ts";

const ROOT = join(import.meta.dirname, "../../..");

const MIX: SymptomMix = { shares: new Map([["runs out", 1]]), scope: null, evidence: [] };
const lowered = (factor?: number): number =>
  fitMechanism(
    [
      {
        path: "config.yml",
        kind: "config",
        owners: [],
        hunks: [],
        unread: false,
        inert: null,
        classes: [{ change: "limit lowered", line: 1, ...(factor === undefined ? {} : { factor }) }],
      },
    ],
    MIX,
  ).finding?.weight ?? Number.NaN;

describe("the size of a shift", () => {
  test("a number that is hardly another accuses less, and one that is many times another more", () => {
    expect(lowered(1.2)).toBeLessThan(lowered());
    expect(lowered(2)).toBe(lowered());
    expect(lowered(20)).toBeGreaterThan(lowered());
    expect(lowered(Number.POSITIVE_INFINITY)).toBe(lowered(20));
  });

  test("is read from the diff, the greatest of a class", () => {
    const { classes } = understood(
      "a.yml",
      "config",
      readHunks("@@ -1,2 +1,2 @@\n-pool_size: 40\n+pool_size: 2\n-max_queue: 10\n+max_queue: 9"),
      true,
    );
    expect(classes.find(({ change }) => change === "limit lowered")?.factor).toBe(20);
  });
});

describe("the table of mechanisms", () => {
  test("has a sound row for each class, with sources", () => {
    for (const [change, row] of MECHANISMS) {
      expect(MechanismRow.parse(row)).toEqual(row);
      expect(row.change).toBe(change);
    }
    expect([...MECHANISMS.keys()].toSorted()).toEqual(Object.keys(EXAMPLES).toSorted());
  });

  test("names for each class a symptom that it likely stands behind, but for those that seldom matter", () => {
    const harmless = [...MECHANISMS.values()].filter(
      (row) => Math.max(row.otherwise, ...Object.values(row.weight)) <= 0.5,
    );
    expect(harmless.map((row) => row.change).toSorted()).toEqual(
      [
        "dependency patched",
        "guard added",
        "index added",
        "logging changed",
        "order of statements changed",
        "other code changed",
        "text changed",
        "type declarations only",
      ].toSorted(),
    );
  });

  test("is the one that people read", () => {
    expect(
      readFileSync(join(ROOT, "docs/mechanisms.md"), "utf8"),
      "run: npx node docs/write-mechanisms.ts",
    ).toBe(renderMechanisms());
  });

  test("allows delay to those alone that wait for load, time or a start", () => {
    const late = [...MECHANISMS.values()].filter(bitesLate).map((row) => row.change);
    expect(late).toContain("state that outlives the request");
    expect(late).toContain("timeout lowered");
    expect(late).not.toContain("guard removed");
    expect(late).not.toContain("query inside a loop");
  });
});
