import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Diagnosis } from "../../../src/contracts/diagnosis.ts";
import type { CaseFile } from "../../../src/orient/case-file.ts";
import type { Checked } from "../../../src/orient/model/check-answer.ts";
import { heldToEvidence } from "../../../src/orient/model/held-to-evidence.ts";
import { opinionsOf } from "../../../src/orient/model/opinions-of.ts";
import { subjectsOf } from "../../../src/orient/model/subjects.ts";
import { withSecondOpinion } from "../../../src/orient/model/with-second-opinion.ts";
import { consulted, removeCases } from "./consulted.ts";

afterAll(removeCases);
const cases: { file: CaseFile; base: Diagnosis }[] = [];
beforeAll(async () => {
  for (const vague of [false, true]) {
    const { file, base, stop } = await consulted(() => ({ hang: true }), { vague });
    cases.push({ file, base });
    await stop();
  }
});

const logit = (probability: number) => Math.log(probability / (1 - probability));
const anyWord = fc.record({
  which: fc.nat(1),
  bar: fc.constantFrom(0.5, 0.7, 0.9, 0.95, 0.98),
  leading: fc.nat(30),
  claims: fc.array(
    fc.record({
      about: fc.nat(30),
      favours: fc.boolean(),
      evidence: fc.uniqueArray(fc.constantFrom("E1", "E2", "E3", "E4", "E5", "E6"), {
        minLength: 1,
        maxLength: 6,
      }),
    }),
    { maxLength: 12 },
  ),
  doubts: fc.array(fc.nat(30), { maxLength: 4 }),
  cause: fc.boolean(),
});

/** Whatever a model may say once it was checked, and what it is said about. */
function spoken(any: typeof anyWord extends fc.Arbitrary<infer Word> ? Word : never) {
  const one = cases[any.which]!;
  const policy = {
    ...one.file.policy,
    guardrails: { ...one.file.policy.guardrails, min_confidence: any.bar },
  };
  const file = { ...one.file, policy };
  const subjects = subjectsOf(one.base);
  const subject = (n: number) =>
    any.cause && n % 7 === 0 ? ("new" as const) : subjects[n % subjects.length]!;
  const checked: Checked = {
    leading: any.leading % 5 === 4 ? "unknown" : subject(any.leading),
    claims: any.claims.map(({ about, favours, evidence }) => ({
      about: subject(about),
      favours,
      evidence,
      text: "so",
    })),
    doubts: any.doubts.map((about) => ({ about: subject(about), evidence: ["E1"], text: "why" })),
    cause: any.cause ? { mechanism: "clock skew", evidence: ["E1"] } : null,
    explanation: "",
    dropped: 0,
  };
  return { file, checked, base: one.base, bar: any.bar };
}

describe("whatever a model says", () => {
  it("never puts an answer over the bar that the evidence had not nearly put there", () => {
    fc.assert(
      fc.property(anyWord, (any) => {
        const { file, checked, base, bar } = spoken(any);
        const decided = { ...base, decision: base.confidence >= bar ? base.decision : ("unknown" as const) };
        const told = { model: "m", prompt: "p", usd: null, seconds: 1, checked, patch: null };
        const after = withSecondOpinion(told, file, decided, {});
        expect(after.hypotheses.reduce((sum, one) => sum + one.probability, 0)).toBeCloseTo(1, 6);
        expect([null, ...file.candidates.map(({ sha }) => sha)]).toContain(after.suspect);
        if (
          after.decision === "unknown" ||
          (after.decision === decided.decision && after.suspect === decided.suspect)
        )
          return;
        const before =
          after.suspect === null
            ? base.hypotheses
                .filter(({ suspect }) => suspect === null)
                .reduce((sum, one) => sum + one.probability, 0)
            : (base.hypotheses.find(({ suspect }) => suspect === after.suspect)?.probability ?? 0);
        expect(logit(before)).toBeGreaterThanOrEqual(logit(bar) - 0.5);
      }),
      { numRuns: 500 },
    );
  });

  it("raises no odds by more than half, and lowers them by no more than a factor of ten, by words of ours alone", () => {
    fc.assert(
      fc.property(anyWord, (any) => {
        const { checked, base } = spoken(any);
        const { opinions } = opinionsOf(checked, base);
        const byAbout = new Map<string, number>();
        for (const { about, weight, text, evidence } of opinions.model ?? []) {
          const key = JSON.stringify(about);
          byAbout.set(key, (byAbout.get(key) ?? 0) + weight);
          expect(text).toMatch(/^A model (?:reads|prefers|doubts) [\w ,.]*$/);
          expect(evidence.length).toBeGreaterThan(0);
        }
        for (const weight of byAbout.values()) {
          expect(weight).toBeLessThanOrEqual(Math.log(1.6));
          expect(weight).toBeGreaterThanOrEqual(-Math.log(10));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("and by repeating it, adds nothing", () => {
    const { base } = cases[0]!;
    const [about] = subjectsOf(base);
    const claim = { about: about!, favours: true, text: "so", evidence: ["E1"] };
    const once = { leading: about!, claims: [claim], doubts: [], cause: null, explanation: "", dropped: 0 };
    const often = { ...once, claims: Array.from({ length: 12 }, () => claim) };
    expect(opinionsOf(often, base)).toEqual(opinionsOf(once, base));
  });
});

describe("the step to the bar", () => {
  const at = (probability: number, decision: Diagnosis["decision"], suspect: string | null): Diagnosis => ({
    ...cases[0]!.base,
    decision,
    suspect,
    confidence: probability,
    hypotheses: [{ ...cases[0]!.base.hypotheses[0]!, suspect, probability }],
  });
  it.each([
    [0.93, true],
    [0.925, true],
    [0.9, false],
    [0.5, false],
  ])("from %d to 0.95 may be a model's: %s", (before, held) => {
    expect(heldToEvidence(at(before, "unknown", "a"), at(0.96, "commit", "a"), 0.95)).toBe(held);
  });
  it("to another answer is not, and away from any always is", () => {
    expect(heldToEvidence(at(0.97, "commit", "a"), at(0.96, "commit", "b"), 0.95)).toBe(false);
    expect(heldToEvidence(at(0.97, "commit", "a"), at(0.5, "unknown", "a"), 0.95)).toBe(true);
  });
});
