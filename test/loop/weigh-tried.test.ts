import fc from "fast-check";
import { expect, it } from "vitest";
import type { Attempt } from "../../src/contracts/attempt.ts";
import type { Hypothesis } from "../../src/contracts/diagnosis.ts";
import { weighTried } from "../../src/loop/weigh-tried.ts";
import { aDiagnosis, at, BASE, MERGED, SUSPECT } from "./an-incident.ts";

const tried = (suspect: string, ended: Attempt["ended"] = "not-healed"): Attempt => ({
  at: at(1),
  ended,
  reason: "It did not heal.",
  suspect,
  remedy: "revert",
  title: "Revert it",
  plan: null,
  facts: null,
  verdict: null,
  approvals: [],
  outcome: { pullRequest: { number: 8, url: "", head: BASE, draft: false } },
  recovery: null,
  rollback: null,
});
const among = (...of: [suspect: string | null, probability: number][]) =>
  aDiagnosis({
    hypotheses: of.map(
      ([suspect, probability]): Hypothesis => ({
        suspect,
        mechanism: suspect === null ? "outside provider" : "code defect",
        probability,
        because: [],
        against: [],
        reasons: [],
        summary: "",
      }),
    ),
  });

it("what was tried and did not help is believed no longer, and another only where it reaches the bar", () => {
  const unsure = weighTried(among([SUSPECT, 0.98], [MERGED, 0.012], [null, 0.008]), [tried(SUSPECT)], 0.95);
  expect(unsure).toMatchObject({ decision: "unknown", remedy: { kind: "none" } });
  expect(unsure.confidence).toBeLessThan(0.6);
  const [other] = weighTried(
    among([SUSPECT, 0.6], [MERGED, 0.399], [null, 0.001]),
    [tried(SUSPECT)],
    0.95,
  ).hypotheses;
  expect(other?.suspect).toBe(MERGED);
  const sure = weighTried(among([SUSPECT, 0.5], [MERGED, 0.499], [null, 0.001]), [tried(SUSPECT)], 0.95);
  expect(sure).toMatchObject({ decision: "commit", suspect: MERGED, remedy: { kind: "revert" } });
  const why = sure.hypotheses.find(({ suspect }) => suspect === SUSPECT)?.reasons[0];
  expect(why).toEqual({
    text: "It was taken back by #8, and that did not heal.",
    favours: false,
    evidence: [],
  });
});

it("leaves a diagnosis alone in which nothing was tried, and what a person asked to have back", () => {
  const diagnosis = among([SUSPECT, 0.98], [null, 0.02]);
  expect(weighTried(diagnosis, [], 0.95)).toBe(diagnosis);
  expect(weighTried(diagnosis, [tried(MERGED)], 0.95)).toBe(diagnosis);
  expect(weighTried(diagnosis, [tried(SUSPECT, "asked")], 0.95)).toBe(diagnosis);
});

it("never decides for what was tried, and its probabilities sum to one", () => {
  const shares = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(shares, fc.double({ min: 0.5, max: 1, noNaN: true }), (given, bar) => {
      const sum = given.reduce((all, one) => all + one, 0);
      const of = given.map((one, i): [string | null, number] => [
        i === 0 ? null : i.toString(16).repeat(40),
        one / sum,
      ]);
      const first = "1".repeat(40);
      const weighed = weighTried(among(...of), [tried(first)], bar);
      expect(weighed.hypotheses.reduce((all, { probability }) => all + probability, 0)).toBeCloseTo(1, 9);
      if (weighed.decision === "commit") {
        expect(weighed.suspect).not.toBe(first);
        expect(weighed.confidence).toBeGreaterThanOrEqual(bar);
      }
    }),
  );
});
