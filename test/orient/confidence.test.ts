import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { namesOf } from "../../bench/fit/answer.ts";
import { AGAINST, fitModel } from "../../bench/fit/fit-model.ts";
import { readAnswers } from "../../bench/fit/read-answers.ts";
import { SURE_OF_COMMIT, SURE_OF_NONE } from "../../src/orient/confidence/coefficients.ts";
import { howSure } from "../../src/orient/confidence/how-sure.ts";
import { contendersOf } from "../../src/orient/contenders.ts";
import type { Finding } from "../../src/orient/finding.ts";
import { gather } from "../../src/orient/gather.ts";
import type { Contender, Judged } from "../../src/orient/judgement.ts";
import { WEIGHTS } from "../../src/orient/weights.ts";
import { CASES, staged } from "./cases.ts";

const cases = CASES.map((one) => staged(one));
const asked = await Promise.all(
  cases.map(async ({ scene }) => {
    const file = await gather(scene.input);
    return { file, ...contendersOf(file) };
  }),
);
afterAll(() => {
  for (const { scene } of cases) scene.repository.remove();
});

const anyCase = fc.constantFrom(...asked);
const family = fc.constantFrom<Finding["family"]>(
  "exposure",
  "place",
  "mechanism",
  "ownership",
  "sign",
  "told",
);
const weight = fc.double({ min: 0.05, max: 9, noNaN: true });

const named = (judged: readonly Judged[]) => {
  const [first] = judged.filter(({ suspect }) => suspect !== null);
  const none = judged
    .filter(({ suspect }) => suspect === null)
    .reduce((sum, { probability }) => sum + probability, 0);
  return first && first.probability > none
    ? { suspect: first.suspect, probability: first.probability }
    : { suspect: null, probability: none };
};
const withMore = (all: readonly Contender[], at: number, finding: Finding): Contender[] =>
  all.map((one, i) => (i === at % all.length ? { ...one, findings: [...one.findings, finding] } : one));

describe("how sure", () => {
  test("probabilities sum to 1, and the answer is never less probable than another", () => {
    fc.assert(
      fc.property(anyCase, family, weight, fc.boolean(), fc.nat(), (one, of, much, against, at) => {
        const finding = { family: of, weight: against ? -much : much, text: "", evidence: [] };
        const { judged } = howSure(withMore(one.all, at, finding), one.exposures, one.file);
        expect(judged.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
        const answer = named(judged);
        expect(answer.probability).toBeLessThanOrEqual(0.99 + 1e-9);
        for (const { suspect, probability } of judged)
          if (suspect !== null) expect(probability).toBeLessThanOrEqual(answer.probability + 1e-9);
      }),
    );
  });

  test("evidence against the commit that is named never makes it surer, nor does evidence for another", () => {
    fc.assert(
      fc.property(anyCase, family, weight, fc.nat(), (one, of, much, at) => {
        const before = named(howSure(one.all, one.exposures, one.file).judged);
        fc.pre(before.suspect !== null);
        const whom = at % one.all.length;
        const isHis = one.all[whom]?.suspect === before.suspect;
        const finding = { family: of, weight: isHis ? -much : much, text: "", evidence: [] };
        const after = named(howSure(withMore(one.all, whom, finding), one.exposures, one.file).judged);
        // Up to a half, of two about as probable the first is held up to the other, however much speaks for that one.
        if (after.suspect === before.suspect && after.probability > 0.5 + 1e-6)
          expect(after.probability).toBeLessThanOrEqual(before.probability + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  test("its grounds are told, and add up to it", () => {
    for (const { all, exposures, file } of asked) {
      const { judged, grounds } = howSure(all, exposures, file);
      const { suspect } = named(judged);
      const { intercept, caution } = suspect === null ? SURE_OF_NONE : SURE_OF_COMMIT;
      expect(grounds.map(({ name }) => name).toSorted()).toEqual(
        [...namesOf(suspect === null ? "none" : "commit")].toSorted(),
      );
      const logit = grounds.reduce((sum, { adds }) => sum + adds, intercept - caution);
      const least =
        suspect === null &&
        grounds.some(({ name, share }) => name === "every commit is cleared" && share === 1)
          ? WEIGHTS.proven
          : 0.5;
      expect(named(judged).probability).toBeLessThanOrEqual(
        Math.max(1 / (1 + Math.exp(-logit)), least) + 1e-6,
      );
    }
  });
});

describe("the models", () => {
  const answers = readAnswers();
  test.each([
    ["commit", SURE_OF_COMMIT],
    ["none", SURE_OF_NONE],
  ] as const)("%s: each ground speaks one way, and the fit can be made again", (says, model) => {
    const { intercept, coefficients } = fitModel(answers, says);
    expect(model.intercept).toBeCloseTo(intercept, 1);
    expect(model.caution).toBeGreaterThanOrEqual(0);
    for (const [i, name] of namesOf(says).entries()) {
      const coefficient = model.coefficients[name as keyof typeof model.coefficients] as number;
      expect(coefficient * (AGAINST.has(name) ? -1 : 1)).toBeGreaterThanOrEqual(0);
      expect(coefficient).toBeCloseTo(coefficients[i] ?? Number.NaN, 1);
    }
  });
});
