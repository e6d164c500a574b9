import { expect, test } from "vitest";
import { readHunks } from "../../../src/orient/changes/changed-lines.ts";
import { editOf } from "../../../src/orient/changes/edit.ts";
import { sidesOf } from "../../../src/orient/changes/sides.ts";
import { syntaxOf } from "../../../src/orient/changes/syntax.ts";
import { unitFactors } from "../../../src/orient/changes/unit-factors.ts";

const factors = (was: string, is: string) =>
  readHunks(`@@ -1,1 +1,1 @@\n-${was}\n+${is}`).flatMap((hunk) => {
    const syntax = syntaxOf("a.ts");
    return unitFactors(editOf("a.ts", "code", syntax, sidesOf(hunk, syntax))).map(({ factor }) => factor);
  });

test("the same amount in another unit is told by its digits, whatever it is called", () => {
  expect(factors("const RADIUS_KM = 6371.0088;", "const RADIUS = 6_371_008.8;")[0]).toBeCloseTo(1000, 6);
  expect(factors("const LAP = 3_725;", "const LAP_HOURS = 3725000;")[0]).toBeCloseTo(1000, 6);
});

test("a limit that is ten or a thousand times as high is a limit", () => {
  expect(factors("const limit = 5;", "const limit = 5000;")).toEqual([]);
  expect(factors("const limit = 128;", "const limit = 256;")).toEqual([]);
});
