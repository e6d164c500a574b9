import { expect, test } from "vitest";
import { readHunks } from "../../src/orient/changes/changed-lines.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { fieldsGone, membersOf } from "../../src/orient/fields-gone.ts";

const gone = (path: string, patch: string) =>
  [
    ...fieldsGone([
      {
        path,
        kind: "code",
        owners: [],
        hunks: readHunks(`@@ -1,9 +1,9 @@\n${patch}`),
        unread: false,
        inert: null,
        classes: [],
      } satisfies ReadFile,
    ]),
  ].toSorted();

test.each([
  [
    "a member that is called otherwise, although a local keeps the name",
    "cart.ts",
    "-  lines: Line[];\n+  items: Line[];\n-  return { id, lines, total };\n+  return { id, items: lines, total };\n-  put(cart.lines);\n+  put(cart.items);",
    ["lines"],
  ],
  ["a field of Kotlin", "Reading.kt", "-    val kwh: Double,\n+    val energy: Quantity,", ["kwh"]],
  ["a tag of Go", "h.go", '-\tTotal int `json:"total_cents"`\n+\tTotal int `json:"amount"`', ["total_cents"]],
  ["a member that moved", "a.ts", "-  price: number;\n   tax: number;\n+  price: number;", []],
] as const)("%s", (_, path, patch, expected) => expect(gone(path, patch)).toEqual(expected));

test.each([
  ['    kwh = reading["kwh"]', "kwh"],
  ["  return cart.lines.reduce(add);", "lines"],
  ["  const { total } = await quote();", null],
  ['  row.fetch("amount")', "amount"],
])("%s reads %s", (line, name) =>
  name === null ? expect(membersOf(line)).toEqual([]) : expect(membersOf(line)).toContain(name),
);
