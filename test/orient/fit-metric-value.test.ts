import { expect, test } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { readHunks } from "../../src/orient/changes/changed-lines.ts";
import { fileKind } from "../../src/orient/changes/file-kind.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { fitMetricValue } from "../../src/orient/fit-metric-value.ts";

const read = (path: string, patch: string): ReadFile => ({
  path,
  kind: fileKind(path),
  owners: [],
  hunks: readHunks(`@@ -1,9 +1,9 @@\n${patch}`),
  unread: false,
  inert: null,
  classes: [],
});
const told = (path: string, patch: string, before: number | undefined, after: number) =>
  fitMetricValue("transfers", [read(path, patch)], {
    evidence: {
      collectedAt: "2026-11-02T10:00:00.000Z",
      localisation: [],
      items: [
        {
          kind: "metric",
          id: "E1",
          text: "",
          service: "transfers",
          metric: "db.client.connection.max",
          unit: "{connection}",
          attributes: {},
          ...(before === undefined ? {} : { before }),
          after,
          points: [],
        },
      ],
    },
  } as unknown as CaseFile)?.text;

const POOL = "-\tdb.SetMaxOpenConns(40)\n+\tdb.SetMaxOpenConns(2)";
const MEMORY = "-  memory: 512Mi\n+  memory: 128Mi";

test.each([
  ["a limit in the words of code", "main.go", POOL, 40, 2],
  ["bytes with a unit", "deploy/app.yaml", MEMORY, 536_870_912, 134_217_728],
] as const)("%s is what the metric says", (_, path, patch, before, after) =>
  expect(told(path, patch, before, after)).toContain("as it sets"),
);

test.each([
  ["another number before", "main.go", POOL, 30, 2],
  ["another number since", "main.go", POOL, 40, 20],
  ["a metric that began with the failure", "main.go", POOL, undefined, 2],
  ["a number that stayed", "main.go", " \tdb.SetMaxOpenConns(40)\n+\tlog()", 40, 40],
  ["one that is gone", "main.go", "-\tretries := 1\n+\tretries := 0", 1, 0],
] as const)("%s says nothing", (_, path, patch, before, after) =>
  expect(told(path, patch, before, after)).toBeUndefined(),
);
