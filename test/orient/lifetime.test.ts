import { expect, test } from "vitest";
import type { Candidate, CaseFile } from "../../src/orient/case-file.ts";
import { readHunks } from "../../src/orient/changes/changed-lines.ts";
import { durationsSet } from "../../src/orient/changes/durations-set.ts";
import { fileKind } from "../../src/orient/changes/file-kind.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { fitLifetime } from "../../src/orient/fit-lifetime.ts";

const read = (path: string, patch: string): ReadFile => ({
  path,
  kind: fileKind(path),
  owners: [],
  hunks: readHunks(`@@ -1,9 +1,9 @@\n${patch}`),
  unread: false,
  inert: null,
  classes: [],
});

test.each([
  ["signing.ts", "-const LIFETIME = 6 * 3600;\n+const LIFETIME = 15 * 60;", [900_000, 900]],
  ["a.go", "-const refreshAfter = 10 * time.Minute\n+const refreshAfter = 8 * time.Hour", [28_800_000]],
  ["config/app.yaml", "-  session_minutes_valid: 60\n+  session_minutes_valid: 20", [1_200_000]],
  ["a.ts", "-const LIMIT = 6;\n+const LIMIT = 900;", null],
])("how long something holds, by %s", (path, patch, ms) =>
  expect(durationsSet(read(path, patch))[0]?.ms ?? null).toEqual(ms),
);

const ONSET = Date.parse("2026-11-02T10:00:00.000Z");
const SHA = "a".repeat(40);
const told = (secondsBefore: number, patch = "-const LIFETIME = 6 * 3600;\n+const LIFETIME = 15 * 60;") => {
  const iso = (ms: number) => new Date(ms).toISOString();
  const live = ONSET - 1000 * secondsBefore;
  return fitLifetime(
    { sha: SHA } as Candidate,
    "studio",
    [read("studio/signing.ts", patch)],
    { known: "deployment", fromMs: live, toMs: live + 20_000, evidence: [] },
    {
      anomaly: {
        service: "studio",
        symptom: "errors",
        operation: "*",
        observed: { unit: "ratio" },
        onset: { at: iso(ONSET), earliest: iso(ONSET - 5000), latest: iso(ONSET + 5000) },
        baselineSeconds: 600,
      },
      evidence: { items: [] },
      deployments: [],
      candidates: [],
      history: [],
      shaOf: {},
    } as unknown as CaseFile,
  );
};

test("a failure that begins when what the change makes hold has ended", () => {
  expect(told(910)).toMatchObject({ family: "exposure", line: { line: 1 } });
  expect(told(910)?.weight).toBeGreaterThan(2);
});

test.each([
  ["sooner", 500, undefined],
  ["much later", 2000, undefined],
  ["without a number of that length", 910, "-const LIFETIME = 6 * 3600;\n+const LIFETIME = 40;"],
])("says nothing: %s", (_, seconds, patch) => expect(told(seconds, patch)).toBeNull());
