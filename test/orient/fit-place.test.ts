import { describe, expect, test } from "vitest";
import { Policy } from "../../src/contracts/policy.ts";
import type { Candidate, CaseFile } from "../../src/orient/case-file.ts";
import { readChange } from "../../src/orient/changes/read-change.ts";
import { fitFrames } from "../../src/orient/fit-frames.ts";
import { fitSpans } from "../../src/orient/fit-spans.ts";

const AT = "2026-11-02T10:00:00.000Z";

function staged(path: string, patch: string, sources: Record<string, string> = {}) {
  const candidate: Candidate = {
    sha: "a".repeat(40),
    parents: [],
    committedMs: Date.parse(AT),
    files: [{ path, status: "modified", additions: 1, deletions: 1, patch: `@@ -1,4 +1,4 @@\n${patch}` }],
    people: { subject: "", author: "", url: "" },
  };
  const file = {
    anomaly: { service: "web" },
    evidence: { collectedAt: AT, items: [], localisation: [] },
    policy: Policy.parse({ version: 1, services: { web: { paths: ["**"] } } }),
    history: [],
    candidates: [candidate],
    failing: null,
    sources,
  } as unknown as CaseFile;
  return { candidate, file, files: readChange(candidate, file).files };
}

describe("where the failure is raised", () => {
  const raisedAt = (line: number, patch: string, sources: Record<string, string> = {}) => {
    const { candidate, file, files } = staged("src/auth.go", patch, sources);
    const exception = {
      kind: "exception" as const,
      id: "E1",
      text: "",
      service: "web",
      operation: "GET /",
      type: "*errors.errorString",
      message: "",
      frames: [{ path: "/app/src/auth.go", line, inApp: true }],
      count: 40,
      countBefore: 0,
      revisions: [],
    };
    return fitFrames(candidate, files, [exception], "web", file);
  };
  const AUDIENCE = '-var audience = "ledger"\n+var audience = "ledger-core"\n \n func check() {\n }';
  const lines = (used: string) => ['var audience = "ledger-core"', ...Array(18).fill(""), used].join("\n");

  test("a line that reads a name whose value the change gives", () => {
    const finding = raisedAt(20, AUDIENCE, { "src/auth.go": lines("\treturn parse(token, audience)") });
    expect(finding?.weight).toBeGreaterThan(1);
    expect(finding?.text).toContain("`audience`");
    expect(raisedAt(20, AUDIENCE, { "src/auth.go": lines("\treturn parse(token)") })?.weight).toBeLessThan(0);
  });

  test("a few lines from a changed one, where nothing tells functions apart", () => {
    expect(raisedAt(3, AUDIENCE)?.text).toContain("beside");
    expect(raisedAt(40, AUDIENCE)?.weight).toBeLessThan(0);
  });
});

describe("a query that takes longer", () => {
  const slow = (path: string, patch: string) => {
    const { candidate, file, files } = staged(path, patch);
    const item = {
      kind: "span-shift" as const,
      id: "E1",
      text: "",
      service: "web",
      operation: "GET /",
      span: "SELECT articles",
      detail: "SELECT id FROM articles WHERE lower(topic) = $1",
      perRequest: { before: 1, after: 1 },
      ownMs: { before: 4, after: 900 },
    };
    return fitSpans(candidate, files, [{ item, extraMs: 896 }], file);
  };

  test("a mapper's call names no table, so it may be this one", () =>
    expect(
      slow(
        "src/repository.ts",
        "-  return all.where({ topic });\n+  return all.whereRaw('lower(topic) = ?', topic).orderBy('at');",
      ),
    ).toBeNull());

  test("a statement about another table is not this one", () =>
    expect(
      slow(
        "src/repository.ts",
        '-  return db.query("SELECT id FROM readers WHERE name = $1");\n+  return db.query("SELECT id FROM readers WHERE lower(name) = $1");',
      )?.weight,
    ).toBeLessThan(-1));
});
