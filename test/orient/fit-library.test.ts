import { expect, test } from "vitest";
import { Policy } from "../../src/contracts/policy.ts";
import type { Candidate, CaseFile } from "../../src/orient/case-file.ts";
import { readChange } from "../../src/orient/changes/read-change.ts";
import { fitFrames } from "../../src/orient/fit-frames.ts";

const AT = "2026-11-02T10:00:00.000Z";

/** What the frames of one error say of a manifest's change. */
function found(manifest: string, patch: string, type: string, source = "") {
  const candidate: Candidate = {
    sha: "a".repeat(40),
    parents: [],
    committedMs: Date.parse(AT),
    files: [
      { path: manifest, status: "modified", additions: 1, deletions: 1, patch: `@@ -1,9 +1,9 @@\n${patch}` },
    ],
    people: { subject: "", author: "", url: "" },
  };
  const exception = {
    kind: "exception",
    id: "E1",
    text: "",
    service: "web",
    operation: "GET /",
    type,
    message: "",
    frames: [{ path: "src/receipt.ts", line: 3, inApp: true }],
    count: 40,
    countBefore: 0,
    revisions: [],
  } as const;
  const file = {
    anomaly: { service: "web" },
    evidence: { collectedAt: AT, items: [exception], localisation: [] },
    policy: Policy.parse({ version: 1, services: { web: { paths: ["**"] } } }),
    history: [],
    candidates: [candidate],
    failing: null,
    sources: source ? { "src/receipt.ts": source } : {},
  } as unknown as CaseFile;
  const { files } = readChange(candidate, file);
  return fitFrames(
    candidate,
    files,
    [{ ...exception, frames: [...exception.frames], revisions: [] }],
    "web",
    file,
  );
}

const PSYCH = "-    psych (4.0.6)\n+    psych (5.2.6)";
const JWT = '-    "jsonwebtoken": "8.5.1",\n+    "jsonwebtoken": "9.0.2",';
const IMPORTED = 'import jwt from "jsonwebtoken";\n\nreturn jwt.sign(claims, key);';

test.each([
  ["the package that the type lies in", "Gemfile.lock", PSYCH, "Psych::DisallowedClass", ""],
  [
    "the group and name of a package of Java",
    "build.gradle",
    '-  implementation "com.fasterxml.jackson.core:jackson-databind:2.15.0"\n+  implementation "com.fasterxml.jackson.core:jackson-databind:3.0.0"',
    "com.fasterxml.jackson.databind.exc.MismatchedInputException",
    "",
  ],
  ["the name of the package in the type's own", "package.json", JWT, "JsonWebTokenError", ""],
  ["what the line that fails is imported from", "package.json", JWT, "Error", IMPORTED],
])("a library is recognised by %s", (_, manifest, patch, type, source) =>
  expect(found(manifest, patch, type, source)?.weight).toBeGreaterThan(2),
);

test.each([
  ["another package's error", "Gemfile.lock", PSYCH, "Redis::CannotConnectError", ""],
  ["an error of everybody's", "package.json", JWT, "TypeError", ""],
  [
    "a file that imports it and fails elsewhere",
    "package.json",
    JWT,
    "TypeError",
    'import jwt from "jsonwebtoken";\n\nreturn row.name;',
  ],
])("and not by %s", (_, manifest, patch, type, source) =>
  expect(found(manifest, patch, type, source)?.weight).toBeLessThan(0),
);
