import { describe, expect, test } from "vitest";
import { readHunks } from "../../../src/orient/changes/changed-lines.ts";
import { inertness, sidesOf } from "../../../src/orient/changes/inert.ts";
import { syntaxOf } from "../../../src/orient/changes/syntax.ts";

const inert = (path: string, patch: string) => {
  const syntax = syntaxOf(path);
  return inertness(
    readHunks(`@@ -1,9 +1,9 @@\n${patch}`).map((hunk) => sidesOf(hunk, syntax)),
    syntax,
  );
};

describe("a change that leaves the meaning alone", () => {
  test.each([
    ["a comment", "a.ts", "-// old\n+// new\n code();"],
    ["a comment behind code", "a.ts", "-code(); // old\n+code(); // new"],
    ["the inside of a block comment", "a.ts", " /**\n- * Old.\n+ * New,\n+ * and longer.\n  */\n code();"],
    ["a hunk that shows only the inside of one", "a.ts", "  * One.\n- * Old.\n+ * New.\n  * Two."],
    ["layout", "a.ts", "-f(a,b)\n+f(\n+  a,\n+  b,\n+)"],
    ["a comment of Python", "a.py", "-x = 1  # old\n+x = 1  # new"],
    ["a comment of SQL", "a.sql", "--- old\n+-- new\n select 1;"],
  ])("%s", (_, path, patch) => expect(inert(path, patch)).toBe("comments or layout"));
});

describe("a change that may mean something", () => {
  test.each([
    ["code behind a comment", "a.ts", "-code(1); // why\n+code(2); // why"],
    ["what looks like a comment inside quotes", "a.ts", '-get("http://a");\n+get("http://b");'],
    ["blanks inside quotes", "a.ts", '-say("a b");\n+say("a  b");'],
    ["code put into a comment", "a.ts", "-guard();\n+// guard();"],
    ["indentation of Python", "a.py", " if x:\n-    f()\n-    g()\n+    f()\n+g()"],
    ["anything but blank lines of an unknown language", "a.xyz", "-# old\n+# new"],
    ["words that grow together", "a.ts", "-return value;\n+returnvalue;"],
  ])("%s", (_, path, patch) => expect(inert(path, patch)).toBeNull());
});
