import { expect, it } from "vitest";
import { mostForNone } from "../../src/orient/confidence/most-for-none.ts";
import { WEIGHTS } from "../../src/orient/weights.ts";

const finding = (family: "told" | "place", weight: number) =>
  ({ family, weight, text: "", evidence: [] }) as const;
const cause = (...findings: ReturnType<typeof finding>[]) => ({
  suspect: null,
  mechanism: "feature flag",
  base: -2,
  findings,
});

it("an event that somebody wrote down carries nobody over the bar by itself", () => {
  expect(mostForNone([cause(finding("told", 4))])).toBe(WEIGHTS.most.alone);
  expect(mostForNone([cause(finding("told", 4), finding("place", 2))])).toBe(WEIGHTS.certainty);
  expect(mostForNone([cause(finding("place", 2))])).toBe(WEIGHTS.certainty);
});

it("goes by the cause that leads, and by no other", () => {
  const other = { ...cause(finding("place", 2)), mechanism: "traffic" };
  expect(mostForNone([cause(finding("told", 4)), other])).toBe(WEIGHTS.most.alone);
});

it("one kind of sight is not enough where a change went live as it began", () => {
  const commit = {
    suspect: "a".repeat(40),
    mechanism: "feature flag default changed",
    base: 0,
    findings: [{ family: "exposure", weight: 1, text: "", evidence: [] } as const],
  };
  const seen = cause(finding("place", 4));
  expect(mostForNone([seen, commit])).toBe(WEIGHTS.most.alone);
  expect(mostForNone([cause(finding("place", 4), finding("told", 2)), commit])).toBe(WEIGHTS.certainty);
  expect(mostForNone([seen, { ...commit, mechanism: "nothing that runs" }])).toBe(WEIGHTS.certainty);
  expect(mostForNone([seen, { ...commit, findings: [] }])).toBe(WEIGHTS.certainty);
});
