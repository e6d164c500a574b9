// biome-ignore-all lint/suspicious/noTemplateCurlyInString: diffs of code that fills in strings
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHunks } from "../../../src/orient/changes/changed-lines.ts";
import { fileKind } from "../../../src/orient/changes/file-kind.ts";
import { understood } from "../../../src/orient/changes/read-change.ts";
import { EXAMPLES, type Example, patchOf } from "./examples.ts";

const read = (path: string, patch: string) => understood(path, fileKind(path), readHunks(patch), true);
const classes = (path: string, patch: string) => read(path, patch).classes.map((one) => one.change);
const all = Object.entries(EXAMPLES).flatMap(([change, examples]) =>
  examples.map((example) => [change, example] as const),
);

describe("what a diff does, by its text", () => {
  test.each(all.map(([change, example]) => [change, example[0], example] as const))(
    "%s: %s",
    (change, path, example) => expect(classes(path, patchOf(example))).toContain(change),
  );

  test.each([
    ["a key that is looked up", "a.ts", '-const kind = row["renewal"];\n+const kind = row["new business"];'],
    ["a path", "a.ts", '-const at = "/v1/quotes";\n+const at = "/v2/quotes";'],
    ["a name", "a.ts", '-const event = "quoted";\n+const event = "priced";'],
  ])("%s is not mere text", (_, path, patch) =>
    expect(classes(path, `@@ -1 +1 @@\n${patch}`)).not.toContain("text changed"),
  );

  test.each([
    ["a label of a configuration file", "app/labels.yml", "-digest: The digest\n+digest: Your digest"],
    [
      "the words of an error that was raised before",
      "a.ts",
      '-  if (n > 5) throw new Error("too many");\n+  if (n > 5) throw new Error(`too many: ${n}`);',
    ],
    [
      "the words of an error of Go",
      "a.go",
      '-\t\treturn fmt.Errorf("no %s", id)\n+\t\treturn fmt.Errorf("no account %s", id)',
    ],
    [
      "the words of an error that Go hands back, be they like a statement's",
      "a.go",
      '-\t\treturn nil, fmt.Errorf("select slots: %w", err)\n+\t\treturn nil, fmt.Errorf("select slots of a home: %w", err)',
    ],
    [
      "an error of Python that hides its cause",
      "a.py",
      '-        raise HTTPException(422, detail=f"{n} is none")\n+        raise HTTPException(422, detail=f"{n} is no number") from None',
    ],
  ])("%s is mere text", (_, path, patch) =>
    expect(classes(path, `@@ -1 +1 @@\n${patch}`)).toEqual(["text changed"]),
  );

  test.each([
    ["a command", "app/start.yml", "-command: Serve all\n+command: Serve one"],
    [
      "another case for an error",
      "a.ts",
      '-  if (n > 5) throw new Error("too many");\n+  if (n > 4) throw new Error("too many here");',
    ],
    [
      "what is called to make the words",
      "a.ts",
      '-  if (n > 5) throw new Error("too many");\n+  if (n > 5) throw new Error(`too many: ${all.map((x) => x.id)}`);',
    ],
  ])("%s is not", (_, path, patch) =>
    expect(classes(path, `@@ -1 +1 @@\n${patch}`)).not.toContain("text changed"),
  );

  test.each([
    [
      "a statement over several lines is no text that people read",
      "text changed",
      "Rooms.java",
      '     return jdbc.sql(\n             """\n             SELECT id FROM rooms\n-            LIMIT 1 FOR UPDATE SKIP LOCKED\n+            LIMIT 1 FOR UPDATE\n             """)',
    ],
    [
      "a pool that grows is no pool that shrinks",
      "limit lowered",
      "config/a.yml",
      "-pool_max: 1\n+pool_max: 10",
    ],
    [
      "seconds are more than milliseconds",
      "timeout lowered",
      "a.go",
      "-\tc.Timeout = 900 * time.Millisecond\n+\tc.Timeout = 2 * time.Second",
    ],
    [
      "a group that begins with what parts its rounds",
      "regular expression that backtracks",
      "a.ts",
      "-const A = /^[0-9]+$/;\n+const A = /^[0-9]+(,[0-9]+)*$/;",
    ],
    [
      "a group that repeats one letter",
      "regular expression that backtracks",
      "a.ts",
      "-const A = /^[0-9]+$/;\n+const A = /^(ab)+$/;",
    ],
    [
      "a release before 1.0",
      "dependency major changed",
      "go.mod",
      "-\tgolang.org/x/time v0.13.0\n+\tgolang.org/x/time v0.14.0",
    ],
    [
      "a guard that moved is still there",
      "guard removed",
      "a.ts",
      "-  if (!a) return;\n   f();\n+  if (!a) return;",
    ],
    [
      "a query asked once before a loop",
      "query inside a loop",
      "a.ts",
      "+  const rows = await db.query(sql);\n+  for (const row of rows) add(row);",
    ],
    [
      "what a loop goes over is asked once",
      "query inside a loop",
      "a.ts",
      "+  for (const row of await db.query(sql)) add(row);",
    ],
    [
      "a local list ends with the request",
      "state that outlives the request",
      "a.ts",
      "   const rows = [];\n+  rows.push(one);",
    ],
    [
      "a connection that is given back",
      "resource not released",
      "a.ts",
      "+  const client = await pool.connect();\n+  try { await client.query(sql); } finally { client.release(); }",
    ],
    [
      "a handler's own function that moved within its file",
      "definition removed",
      "a.ts",
      "-function f() {\n-  return 1;\n-}\n g();\n+function f() {\n+  return 1;\n+}",
    ],
    [
      "a dependency's patch release",
      "dependency major changed",
      "package.json",
      '-    "pg": "8.11.0",\n+    "pg": "8.11.1",',
    ],
  ])("%s", (_, change, path, patch) =>
    expect(classes(path, `@@ -1,9 +1,9 @@\n${patch}`)).not.toContain(change),
  );
});

const example = fc.constantFrom(...all.map(([, one]) => one));
const code = fc.constantFrom(
  ...all.map(([, one]) => one).filter(([path]) => fileKind(path) === "code" && !path.endsWith(".py")),
);

describe("what must not matter", () => {
  test("the order of hunks", () => {
    fc.assert(
      fc.property(fc.array(example, { minLength: 2, maxLength: 4 }), ([first, ...rest]) => {
        const path = (first as Example)[0];
        const hunks = [first as Example, ...rest].flatMap((one, i) => readHunks(patchOf(one, 100 * (i + 1))));
        const told = (order: typeof hunks) =>
          new Set(understood(path, fileKind(path), order, true).classes.map((one) => one.change));
        expect(told(hunks.toReversed())).toEqual(told(hunks));
      }),
      { numRuns: 60 },
    );
  });

  test("layout and comments elsewhere in the same file", () => {
    fc.assert(
      fc.property(example, (one) => {
        const [path] = one;
        const kind = fileKind(path);
        const own = readHunks(patchOf(one));
        const mark = /\.(?:py|rb|ya?ml|toml|properties|env|tf|txt)$|Dockerfile|\.env|\.nvmrc|Gemfile/.test(
          path,
        )
          ? "#"
          : path.endsWith(".sql")
            ? "--"
            : "//";
        const noise = readHunks(`@@ -400,2 +400,2 @@\n-${mark} one thing\n+${mark} another thing\n same = 1`);
        const told = (hunks: typeof own) =>
          understood(path, kind, hunks, true)
            .classes.map((found) => found.change)
            .toSorted();
        if (/package\.json|\.csproj|pom\.xml|composer\.json/.test(path)) return;
        expect(told([...own, ...noise])).toEqual(told(own));
      }),
      { numRuns: 60 },
    );
  });

  test("deeper indentation of code whose meaning does not hang on it", () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 1, max: 3 }), ([path, ...lines], depth) => {
        const deeper = lines.map((line) => line.charAt(0) + "  ".repeat(depth) + line.slice(1));
        // What stands at the margin is the module's: only lines inside of something are moved.
        if (lines.some((line) => /^[-+ ]\S/.test(line))) return;
        expect(classes(path, patchOf([path, ...deeper]))).toEqual(classes(path, patchOf([path, ...lines])));
      }),
      { numRuns: 60 },
    );
  });

  test("a file that is only laid out anew has no class at all", () => {
    fc.assert(
      fc.property(code, ([path, ...lines]) => {
        const kept = lines.filter((line) => !line.startsWith("-")).map((line) => line.slice(1));
        const again = kept.flatMap((line) => [`-${line}`, `+    ${line.trim()}`]);
        const { inert, classes: found } = read(path, patchOf([path, ...again]));
        expect(found).toEqual([]);
        expect(inert).toBe("comments or layout");
      }),
      { numRuns: 60 },
    );
  });
});
