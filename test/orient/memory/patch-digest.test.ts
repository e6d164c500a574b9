import { expect, it } from "vitest";
import type { FilePatch } from "../../../src/contracts/ports/repo-reader.ts";
import { patchDigest } from "../../../src/orient/memory/patch-digest.ts";

const file = (path: string, patch: string | undefined, change: Partial<FilePatch> = {}): FilePatch => ({
  path,
  status: "modified",
  additions: 1,
  deletions: 1,
  ...(patch === undefined ? {} : { patch }),
  ...change,
});
const first = file("a.ts", "@@ -1,3 +1,3 @@\n one\n-two\n+2\n three");

it("is the same wherever the lines stand, whatever is around them, in whatever order files come", () => {
  const moved = file("a.ts", "@@ -81,3 +95,3 @@ function f() {\n uno\n-two\n+2\n tres");
  const other = file("b.ts", "@@ -1 +1 @@\n-x\n+y");
  expect(patchDigest([moved])).toBe(patchDigest([first]));
  expect(patchDigest([other, moved])).toBe(patchDigest([first, other]));
});

it("is another for other lines, other files, and for what takes it back", () => {
  const digests = [
    [first],
    [file("b.ts", first.patch)],
    [file("a.ts", "@@ -1 +1 @@\n-two\n+3")],
    [file("a.ts", "@@ -1 +1 @@\n-2\n+two")],
    [first, file("b.ts", "@@ -1 +1 @@\n-x\n+y")],
  ].map(patchDigest);
  expect(new Set(digests).size).toBe(digests.length);
  expect(digests).not.toContain(null);
});

it("is none where a patch is missing, or nothing that is written changed", () => {
  expect(patchDigest([first, file("logo.png", undefined)])).toBeNull();
  expect(
    patchDigest([file("a.ts", undefined, { status: "renamed", additions: 0, deletions: 0 })]),
  ).toBeNull();
  expect(patchDigest([])).toBeNull();
});
