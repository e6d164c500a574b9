import { expect, it } from "vitest";
import type { Candidate, CaseFile } from "../../src/orient/case-file.ts";
import { fitThrownFirst } from "../../src/orient/fit-thrown-first.ts";

const ONSET = Date.parse("2026-11-02T10:00:00.000Z");
const at = (seconds: number) => new Date(ONSET + seconds * 1000).toISOString();
const [root, first, second] = ["a", "b", "c"].map((name) => name.repeat(40)) as [string, string, string];

const started = (revision: string, seconds: number) => ({
  kind: "change",
  id: "E1",
  what: "revision",
  service: "auction",
  revision,
  at: at(seconds),
  secondsAfterOnset: seconds,
});
const threw = (revisions: string[], countBefore = 0) => ({
  kind: "exception",
  id: "E2",
  service: "auction",
  count: 48,
  countBefore,
  revisions,
});
const weight = (sha: string, items: object[], service = "auction") =>
  fitThrownFirst({ sha, files: [] } as unknown as Candidate, service, {
    anomaly: { service: "profiles" },
    evidence: { items },
    shaOf: {},
    history: [
      { sha: root, parents: [] },
      { sha: first, parents: [root] },
      { sha: second, parents: [first] },
    ],
    candidates: [],
  } as unknown as CaseFile)?.weight ?? 0;

const starts = [started(first, -236), started(second, -55)];

it("what a caller throws since the younger revision speaks against the older one that threw nothing, and a little for the younger", () => {
  const items = [...starts, threw([second])];
  expect(weight(first, items)).toBeLessThan(-1);
  expect(weight(second, items)).toBeGreaterThan(0);
});

it("says nothing where both throw, where it is of old, where it came too soon to tell, and of the failing service itself", () => {
  expect(weight(second, [...starts, threw([first, second])])).toBe(0);
  expect(weight(first, [...starts, threw([second], 40)])).toBe(0);
  expect(weight(first, [started(first, -60), started(second, -55), threw([second])])).toBe(0);
  expect(weight(first, [...starts, threw([second])], "profiles")).toBe(0);
});
