import { expect, test } from "vitest";
import type { EvidenceOf } from "../../src/contracts/evidence.ts";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { readHunks } from "../../src/orient/changes/changed-lines.ts";
import { fileKind } from "../../src/orient/changes/file-kind.ts";
import type { ReadCandidate, ReadFile } from "../../src/orient/changes/read-change.ts";
import { fitOneKey } from "../../src/orient/fit-one-key.ts";
import { oneKeyOf } from "../../src/orient/one-key.ts";

const read = (path: string, patch: string): ReadFile => ({
  path,
  kind: fileKind(path),
  owners: [],
  hunks: readHunks(`@@ -1,9 +1,9 @@\n${patch}`),
  unread: false,
  inert: null,
  classes: [],
});
const split = (more: Partial<EvidenceOf<"attribute">> = {}): EvidenceOf<"attribute"> => ({
  kind: "attribute",
  id: "E1",
  text: "",
  service: "advisor",
  operation: "POST /advice",
  key: "app.unit",
  value: "F",
  plain: true,
  same: [],
  bad: { requests: 30, having: 30 },
  good: { requests: 40, having: 1 },
  concurrent: true,
  p: 1e-9,
  q: 1e-8,
  ...more,
});
const UNITS = read("advisor/units.py", '-    if unit == "C":\n+    if unit in "CF":');
const OTHER = read("advisor/advice.py", "-    wanted = body.wanted\n+    wanted = body.want");
const all = [UNITS, OTHER].map((file) => ({ files: [file] }) as unknown as ReadCandidate);
const weigh = (file: ReadFile, item = split()) =>
  fitOneKey([file], all, {
    anomaly: { service: "advisor" },
    evidence: { items: [item] },
  } as unknown as CaseFile)?.weight ?? 0;

test("who says what all bad requests have in common is likelier, and who does not is less likely", () => {
  expect(weigh(UNITS)).toBeGreaterThan(0.5);
  expect(weigh(OTHER)).toBeLessThan(0);
});

test("a value that may be a visitor's own is not looked for", () => {
  const quoted = read("advisor/advice.py", "-    ok = True\n+    ok = kind == 'lap'");
  const lap = { key: "app.request", value: "lap" };
  expect(weigh(quoted, split({ ...lap, plain: true }))).toBeGreaterThan(0);
  expect(weigh(quoted, split({ ...lap, plain: false }))).toBeLessThan(0);
});

test.each([
  ["good requests of before the onset, and none of the same minutes", { concurrent: false }],
  ["a good part of the good ones", { good: { requests: 40, having: 10 } }],
  ["a few", { bad: { requests: 5, having: 5 } }],
  ["a machine", { key: "host.name", value: "node-3" }],
  ["a machine as well", { same: ["host.name = node-3"] }],
  ["a revision", { key: "service.version" }],
  ["a route", { key: "http.route" }],
])("what splits them is no key of theirs: %s", (_, more) =>
  expect(oneKeyOf([split(more)], "advisor")).toBeNull(),
);
