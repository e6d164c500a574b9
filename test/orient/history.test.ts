import { expect, test } from "vitest";
import { containment, firstParentChain } from "../../src/orient/history.ts";

const landed = (sha: string, ...parents: string[]) => ({ sha, parents, atMs: sha.charCodeAt(0) });
// a ── b ──── m ── c
//       └ t ──┘
const MERGED = [landed("a"), landed("b", "a"), landed("t", "b"), landed("m", "b", "t"), landed("c", "m")];

test("a commit contains what it comes from, through merges too", () => {
  const contains = containment(MERGED);
  expect(["a", "b", "t", "m", "c"].filter((inner) => contains("m", inner))).toEqual(["a", "b", "t", "m"]);
  expect(contains("t", "m")).toBe(false);
  expect(contains("unknown", "a")).toBe(false);
});

test("what landed are the merges, not what they brought", () => {
  expect([...firstParentChain(MERGED, ["c"])]).toEqual(["c", "m", "b", "a"]);
});

test("without any parents the dates make the line", () => {
  const contains = containment([landed("c"), landed("a"), landed("b")]);
  expect(contains("c", "a")).toBe(true);
  expect(contains("a", "b")).toBe(false);
});
