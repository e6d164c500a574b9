// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code of Kotlin that fills in strings
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

describe("what the failing statement comes before", () => {
  const READER = [
    "    override fun read(): Line? {",
    "        if (!lines.hasNext()) return null",
    "        val cells = lines.next().split('\\t')",
    '        check(cells.size == 4) { "a line of ${cells.size} cells" }',
    "-        return Line(cells[0].trim(), cells[1].trim())",
    "+        val (isrc, title) = cells",
    "+        return Line(isrc.trim(), title.trim())",
    "    }",
  ];
  const after = (lines: readonly string[]) =>
    lines
      .filter((line) => !line.startsWith("-"))
      .map((line) => (line.startsWith("+") ? line.slice(1) : line));
  const raised = (path: string, lines: readonly string[], line: number, known: boolean) => {
    const patch = lines.map((text) => (/^[-+]/.test(text) ? text : ` ${text}`)).join("\n");
    const { candidate, file, files } = staged(path, patch, known ? { [path]: after(lines).join("\n") } : {});
    const exception = {
      kind: "exception" as const,
      id: "E1",
      text: "",
      service: "web",
      operation: "GET /",
      type: "IllegalStateException",
      message: "",
      frames: [{ path: `/app/${path}`, line, inApp: true }],
      count: 40,
      countBefore: 0,
      revisions: [],
    };
    return fitFrames(candidate, files, [exception], "web", file)?.weight ?? 0;
  };

  test.each([true, false])("has not done it, be the source known or not: %s", (known) =>
    expect(raised("src/Reader.kt", READER, 4, known)).toBeLessThan(0),
  );

  test("what stands before it may have", () => {
    const moved = [...READER.slice(0, 2), ...READER.slice(4, 6), ...READER.slice(2, 4), READER[7] ?? ""];
    expect(raised("src/Reader.kt", moved, 5, true)).toBeGreaterThan(0);
  });

  test("so may what comes round again, and the rest of a statement", () => {
    const loop = [
      "func read() error {",
      "\tfor rows.Next() {",
      "\t\tcheck(state)",
      "-\t\tstate = next(state)",
      "+\t\tstate = last(state)",
      "\t}",
      "}",
    ];
    expect(raised("src/read.go", loop, 3, true)).toBeGreaterThan(0);
    const call = ["def read(row):", "    return Line(", '-        row["a"],', '+        row["b"],', "    )"];
    expect(raised("src/read.py", call, 2, true)).toBeGreaterThan(0);
  });
});

describe("a name that the failing function uses", () => {
  const gives = (path: string, patch: string, source: string, line: number) => {
    const { candidate, file, files } = staged(path, patch, { [path]: source });
    const exception = {
      kind: "exception" as const,
      id: "E1",
      text: "",
      service: "web",
      operation: "GET /",
      type: "*fmt.wrapError",
      message: "",
      frames: [{ path: `/app/${path}`, line, inApp: true }],
      count: 40,
      countBefore: 0,
      revisions: [],
    };
    return fitFrames(candidate, files, [exception], "web", file);
  };

  test("is given another value at the top of the file", () => {
    const source = [
      "const attempts = 25",
      "",
      "func other() {",
      "}",
      "",
      "func Settle() error {",
      "\tfor n := range attempts {",
      '\t\tlast = fmt.Errorf("charge")',
      "\t}",
      "\treturn last",
      "}",
    ].join("\n");
    const patch = "-const attempts = 3\n+const attempts = 25\n \n func other() {\n }";
    expect(gives("src/charge.go", patch, source, 8)?.text).toContain("`attempts`");
    expect(
      gives("src/charge.go", patch, source.replaceAll("range attempts", "range 3"), 8)?.weight,
    ).toBeLessThan(0);
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
