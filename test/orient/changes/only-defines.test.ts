import { expect, test } from "vitest";
import { readHunks } from "../../../src/orient/changes/changed-lines.ts";
import { onlyDefines } from "../../../src/orient/changes/only-defines.ts";

const told = (path: string, patch: string) => onlyDefines(path, readHunks(patch));
const isNew = (...lines: string[]) =>
  `@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join("\n")}`;

test.each([
  ["a table", "tables.go", isNew("package tables", "", "var Coins = map[string]string{", '\t"a": "b",', "}")],
  [
    "an object that nobody asks",
    "Drones.kt",
    isNew(
      "package furrow",
      "",
      "/** When drones may fly. */",
      "object Drones {",
      "    fun hours(grid: Grid) = grid.hours",
      "}",
    ),
  ],
  [
    "a further method",
    "store.py",
    "@@ -12,3 +12,7 @@ class Store:\n     pass\n \n+    async def oldest(self):\n+        found = await self.db.find({})\n+        return found\n+\n     async def save(self):",
  ],
  [
    "an error's class",
    "NotYours.java",
    isNew("package seal;", "", "public class NotYours extends RuntimeException {", "}"),
  ],
])("%s", (_, path, patch) => expect(told(path, patch)).toBe(true));

test.each([
  [
    "it is called where it is defined",
    "fleet.go",
    "@@ -1,3 +1,10 @@\n }\n \n+func (f *Fleet) warm() bool {\n+\treturn true\n+}\n+\n func (f *Fleet) Allocate() error {\n+\tif !f.warm() {\n+\t\treturn nil\n+\t}\n \treturn nil",
  ],
  [
    "a line is another now",
    "a.ts",
    "@@ -1,1 +1,2 @@\n-export const a = 1;\n+export const a = 2;\n+export const b = 1;",
  ],
  [
    "a value that is asked of somebody as it starts",
    "main.py",
    '@@ -1,2 +1,3 @@\n import os\n+BUCKET = os.environ["BUCKET"]\n app = 1',
  ],
  [
    "a further clause of what was there",
    "increment.ex",
    "@@ -1,3 +1,4 @@\n   @steps [1]\n+  def at(%{cents: cents}), do: at(cents)\n   def at(cents) do\n     cents",
  ],
  ["found by where it lies", "src/routes/plans.ts", isNew("export function plans() {", "  return 1;", "}")],
  ["found by its annotation", "Api.java", isNew("@RestController", "public class Api {", "}")],
  ["called by its name", "start.go", isNew("package a", "func init() {", "\tgo sweep()", "}")],
  ["a statement", "app.rb", "@@ -1,1 +1,2 @@\n class A\n+  retry_on Timeout, attempts: 9"],
])("%s: not that alone", (_, path, patch) => expect(told(path, patch)).toBe(false));
