import { expect, test } from "vitest";
import { readHunks, touchedLines } from "../../../src/orient/changes/changed-lines.ts";
import { withoutReworded } from "../../../src/orient/changes/reworded.ts";

const touched = (patch: string) => [...touchedLines(withoutReworded(readHunks(patch)))];

test("an error that is raised in other words is raised where it was", () => {
  const patch = [
    "@@ -10,3 +10,3 @@ function charge() {",
    "   if (reply.status >= 400) {",
    '-    throw new CardError("unknown: " + reply.status);',
    '+    throw new CardError("http_" + reply.status);',
    "   }",
  ].join("\n");
  expect(touched(patch)).toEqual([]);
});

test("another error, or a condition beside it, counts as changed", () => {
  const other = ["@@ -10,1 +10,1 @@", '-    throw new CardError("a");', '+    throw new Refused("a");'].join(
    "\n",
  );
  expect(touched(other)).toContain(10);
  const condition = [
    "@@ -10,2 +10,2 @@",
    "-  if (amount > 100) {",
    '-    throw new CardError("a");',
    "+  if (amount > 10) {",
    '+    throw new CardError("too large");',
  ].join("\n");
  expect(touched(condition)).toContain(10);
  expect(touched(condition)).not.toContain(11);
});

test.each([
  [
    '    anyhow::ensure!(value >= 0.0, "meter value is negative");',
    '    anyhow::ensure!(value >= 0.0, "meter value is less than nothing");',
  ],
  [
    '        check(cells.size == 4) { "a line of cells" }',
    '        check(cells.size == 4) { "a line of few cells" }',
  ],
  ['    let text = read().context("feed is no XML")?;', '    let text = read().context("feed is not XML")?;'],
  ["    assert rows, 'no rows found'", "    assert rows, 'there are no rows'"],
])("words for a condition that does not hold: %s", (was, is) => {
  expect(touched(`@@ -10,1 +10,1 @@\n-${was}\n+${is}`)).toEqual([]);
});

test("the condition itself counts", () => {
  expect(
    touched(
      '@@ -10,1 +10,1 @@\n-    ensure!(value >= 0.0, "it is negative");\n+    ensure!(value > 0.0, "it is negative");',
    ),
  ).toEqual([10]);
});

test("a line above one that is replaced was not touched", () => {
  expect(touched("@@ -10,3 +10,3 @@\n a\n-b\n+c\n d")).toEqual([11]);
  expect(touched("@@ -10,3 +10,2 @@\n a\n-b\n d")).toEqual([10, 11]);
});
