import { describe, expect, it } from "vitest";
import { shareOf } from "../../src/act/share-of.ts";
import type { Commit, RepoReader } from "../../src/contracts/ports/repo-reader.ts";

const [OLD, MERGE, LATER, STRANGE] = ["a", "b", "c", "d"].map((one) => one.repeat(40)) as [
  string,
  string,
  string,
  string,
];
const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 12, 0, second)).toISOString();
/** `LATER` has the merge among its ancestors, `OLD` lacks it, `STRANGE` is of no commit of the repository. */
const asked: string[] = [];
const reader = {
  async commitsBetween(base: string) {
    asked.push(base);
    return base === LATER ? [] : base === OLD ? [{ sha: MERGE } as Commit] : null;
  },
} as unknown as RepoReader;
const serving = (...all: [revision: string, requests: number, firstSeen?: number][]) =>
  all.map(([revision, requests, firstSeen = 30]) => ({ revision, requests, firstSeen: at(firstSeen) }));
const share = (all: ReturnType<typeof serving>) =>
  shareOf({ merge: { sha: MERGE, at: at(20) }, serving: all }, { reader });

describe("the share of a merge", () => {
  it("is that of its own revision, abbreviated or not, and of what came later with it", async () => {
    expect(await share(serving([OLD, 75, 0], [MERGE, 25]))).toBe(0.25);
    expect(await share(serving([OLD, 50, 0], [MERGE.slice(0, 7), 25], [LATER, 25]))).toBe(0.5);
    expect(await share(serving([LATER, 100]))).toBe(1);
  });

  it("asks nobody about what had served before the merge, and asks where a clock may be ahead", async () => {
    asked.length = 0;
    expect(await share(serving([OLD, 100, 10]))).toBe(0);
    expect(asked).toEqual([]);
    expect(await share(serving([OLD, 100, 25]))).toBe(0);
    expect(asked).toEqual([OLD]);
  });

  it("is not known where nothing serves, or revisions are no commits of the repository", async () => {
    expect(await share([])).toBeNull();
    expect(await share(serving(["v1.2.3", 100]))).toBeNull();
    expect(await share(serving([STRANGE, 100]))).toBeNull();
    expect(await share(serving(["d".repeat(12), 100]))).toBeNull();
  });
});
