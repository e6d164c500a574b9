import { describe, expect, test } from "vitest";
import { readHunks } from "../../../src/orient/changes/changed-lines.ts";
import { inertness } from "../../../src/orient/changes/inert.ts";
import { sidesOf } from "../../../src/orient/changes/sides.ts";
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

describe("what else leaves the syntax tree as it was", () => {
  test.each([
    [
      "imports in another order",
      "a.ts",
      '-import { a } from "a";\n-import { b } from "b";\n+import { b } from "b";\n+import { a } from "a";',
      "the order of imports",
    ],
    [
      "a local that is called otherwise",
      "a.ts",
      " function f() {\n-  const n = g();\n-  return n + 1;\n+  const count = g();\n+  return count + 1;\n }",
      "the names of local variables",
    ],
    [
      "a local of Go",
      "a.go",
      " func f() {\n-\tn := g()\n-\tuse(n)\n+\tcount := g()\n+\tuse(count)\n }",
      "the names of local variables",
    ],
    [
      "a docstring",
      "a.py",
      ' def f():\n-    """Old."""\n+    """New."""\n     return 1',
      "comments or layout",
    ],
    [
      "quotes of another sort, and a semicolon",
      "a.ts",
      "-const a = 'x'\n+const a = \"x\";",
      "comments or layout",
    ],
    [
      "a value that gets a name",
      "a.py",
      ' def f(r):\n-    add(SQL, (r["meter"], hour))\n+    meter = r["meter"]\n+    add(SQL, (meter, hour))',
      "which values have a name",
    ],
    [
      "a name that is written out",
      "A.java",
      " void f() {\n-    String text = render(a);\n-    return text;\n+    return render(a);\n }",
      "which values have a name",
    ],
    [
      "types of a function of Python",
      "a.py",
      "-def rate(request: dict, base=1) -> int:\n+def rate(request: dict[str, str], base: int = 1) -> Decimal:\n     return 1",
      "annotations of types",
    ],
    [
      "a constant of Go that gets a name far from its use",
      "main.go",
      ' func main() {\n+\tconst prefetch = 16\n-\tc, err := queue.Connect(url, "closed", 16)\n+\tc, err := queue.Connect(url, "closed", prefetch)\n \tuse(c)',
      "which values have a name",
    ],
    [
      "a constant of C# in another hunk",
      "A.cs",
      " class A {\n+    private const int MostOpen = 50;\n     void F() {\n-        q.Take(50);\n+        q.Take(MostOpen);",
      "the ways in which values are written",
    ],
    [
      "an attribute of Elixir in another unit",
      "a.ex",
      "   use GenServer\n-  @every 1_000\n+  @every :timer.seconds(1)",
      "the ways in which values are written",
    ],
    [
      "a duration of Scala",
      "A.scala",
      "-  val timeout = 2.seconds\n+  val timeout = 2000.millis",
      "the ways in which values are written",
    ],
    [
      "a duration of Java",
      "A.java",
      "-  D t = Duration.ofMinutes(2);\n+  D t = Duration.ofSeconds(120);",
      "the ways in which values are written",
    ],
    ["a product", "a.py", "-TTL = 60 * 60\n+TTL = 3600", "the ways in which values are written"],
    [
      "a text over two lines",
      "a.py",
      '     q = text(\n-        "SELECT a FROM t WHERE b = :b GROUP BY a"\n+        "SELECT a FROM t WHERE b = :b"\n+        " GROUP BY a"\n     )',
      "the ways in which values are written",
    ],
    ["keys of YAML", "a.yaml", " x:\n-  host: a\n-  port: 1\n+  port: 1\n+  host: a", "the order of entries"],
    ["variables of the surroundings", ".env.production", "-B=2\n A=1\n+B=2\n C=3", "the order of entries"],
    [
      "members of an object",
      "a.ts",
      "   x({\n-    timeout: 3000,\n     retry: 0,\n+    timeout: 3000,\n   })",
      "the order of entries",
    ],
    [
      "fields of Java",
      "A.java",
      "   private final B b;\n-  private final C c;\n   private final D d;\n+  private final C c;",
      "the order of entries",
    ],
    ["an import of Java", "A.java", "-import a.B;\n import a.C;", "imports of a compiled language"],
  ])("%s", (_, path, patch, expected) => expect(inert(path, patch)).toBe(expected));

  test.each([
    ["a named value that is another one", "a.ts", "+  const levels = 25;\n-  f(20);\n+  f(levels);"],
    ["seconds where a bare number was", "a.py", "-TIMEOUT = 30\n+TIMEOUT = timedelta(seconds=30)"],
    ["a name that reads what was moved", "a.py", " def f():\n-    a = 1\n     b = a\n+    a = 1\n     c = 2"],
    [
      "locks in another order",
      "a.py",
      " def f():\n-    a = x.acquire()\n     b = y.acquire()\n+    a = x.acquire()",
    ],
    ["a key of YAML under another one", "a.yaml", " x:\n-  host: a\n y:\n+  host: a"],
    ["a blank between two texts", "a.py", '-q = "a b"\n+q = "a" "b"'],
    ["an import of Python", "a.py", "-import signals\n x = 1"],
    ["a member that is called otherwise", "a.ts", "-  return a.n;\n+  return a.count;"],
    [
      "a name that is still used elsewhere",
      "a.ts",
      " function f() {\n-  const n = g();\n+  const count = g();\n   return n;\n }",
    ],
    [
      "two names that change places",
      "a.ts",
      "   const a = f();\n   const b = g();\n-  return a - b;\n+  return b - a;",
    ],
    [
      "a value whose name binds it closer",
      "a.ts",
      " function f() {\n-  return x + y * 2;\n+  const sum = x + y;\n+  return sum * 2;\n }",
    ],
    [
      "a value that is no longer waited for",
      "a.ts",
      " function f() {\n-  return await g();\n+  const text = g();\n+  return text;\n }",
    ],
    ["a default of a parameter", "a.py", "-def rate(base: int = 3):\n+def rate(base: int = 4):"],
    [
      "the type that a framework reads",
      "a.py",
      ' @app.get("/rate")\n-def rate(base: int):\n+def rate(base: str):',
    ],
    ["an import of something else", "a.ts", '-import { a } from "a";\n+import { a } from "b";'],
    ["what a module exports", "a.ts", "-export const n = 1;\n+export const count = 1;"],
    ["an error that is thrown away", "a.go", " func f() {\n-\tbody, err := g()\n+\tbody, _ := g()\n }"],
    ["a string of another kind where that has a meaning", "a.php", "-$a = 'x $b';\n+$a = \"x $b\";"],
  ])("%s does not", (_, path, patch) => expect(inert(path, patch)).toBeNull());
});
