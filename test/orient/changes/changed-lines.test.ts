import { structuredPatch } from "diff";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moveLine, readHunks, touchedLines } from "../../../src/orient/changes/changed-lines.ts";

const patchOf = (before: string[], after: string[]) =>
  structuredPatch("a", "b", `${before.join("\n")}\n`, `${after.join("\n")}\n`, "", "", { context: 3 })
    .hunks.map(
      (hunk) =>
        `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@ function f() {\n${hunk.lines.join("\n")}`,
    )
    .join("\n");

const lines = fc
  .uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 40 })
  .map((all) => all.map((n) => `line ${n}`));
/** Two versions of a file of different lines, so that it is known where each line went. */
const versions = lines.chain((before) =>
  fc
    .tuple(
      fc.constant(before),
      fc.subarray(before, { minLength: 1 }),
      fc.array(fc.nat(1000), { maxLength: 6 }),
    )
    .map(([was, kept, places]) => {
      const is = [...kept];
      places.forEach((place, i) => {
        is.splice(place % (is.length + 1), 0, `added ${i}`);
      });
      return { was, is };
    }),
);

describe("a patch, read", () => {
  test("touches each line that it added, and no line far from a change", () => {
    fc.assert(
      fc.property(versions, ({ was, is }) => {
        const touched = touchedLines(readHunks(patchOf(was, is)));
        for (const [i, line] of is.entries()) if (line.startsWith("added")) expect(touched).toContain(i + 1);
        for (const line of touched) {
          const near = [is[line - 1], is[line], is[line - 2]];
          const removedNear = was.some(
            (one, i) =>
              !is.includes(one) &&
              [was[i - 1], was[i + 1]].some(
                (other) => other === undefined || near.includes(other) || !is.includes(other),
              ),
          );
          expect(near.some((one) => one?.startsWith("added")) || removedNear).toBe(true);
        }
      }),
    );
  });

  test("moves each line that it kept to where it stands after it", () => {
    fc.assert(
      fc.property(versions, ({ was, is }) => {
        const hunks = readHunks(patchOf(was, is));
        for (const [i, line] of was.entries()) {
          const to = is.indexOf(line);
          expect(moveLine(i + 1, hunks)).toBe(to < 0 ? null : to + 1);
        }
      }),
    );
  });

  test("knows its heading, and lines that look like headers of files", () => {
    const [hunk] = readHunks(
      "@@ -1,2 +1,2 @@ function price(risk) {\n--- a comment of SQL\n+++ something\n same\n\\ No newline at end of file",
    );
    expect(hunk?.heading).toBe("function price(risk) {");
    expect(hunk?.lines).toEqual([
      { kind: "removed", text: "-- a comment of SQL", before: 1 },
      { kind: "added", text: "++ something", after: 1 },
      { kind: "same", text: "same", before: 2, after: 2 },
    ]);
  });
});
