import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GUILTLESS } from "../../../src/orient/guiltless.ts";
import type { SymptomClass } from "../../../src/orient/mechanisms/symptom-class.ts";
import type { SymptomMix } from "../../../src/orient/mechanisms/symptom-mix.ts";
import { whatNoCommitDoes } from "../../../src/orient/mechanisms/what-no-commit-does.ts";
import { signOf } from "../../../src/orient/signs.ts";

const showing = (...classes: SymptomClass[]): SymptomMix => ({
  shares: new Map(classes.map((one) => [one, 1 / classes.length])),
  scope: null,
  evidence: [],
});

describe("causes without a commit fit what they can show themselves as", () => {
  test.each([
    ["outside provider", "times out", "throws by mistake"],
    ["name resolution", "cannot connect", "slow in the database"],
    ["certificate", "cannot connect", "throws by mistake"],
    ["database", "slow in the database", "slow by itself"],
    ["data", "throws by mistake", "cannot connect"],
    ["traffic", "runs out", "throws by mistake"],
  ] as const)("%s: %s rather than %s", (cause, fits, hardly) => {
    expect(whatNoCommitDoes(cause, showing(fits))).toBeGreaterThan(0);
    expect(whatNoCommitDoes(cause, showing(hardly))).toBeLessThan(0);
  });

  test("a broker that blocks whoever publishes says so itself", () => {
    const raised = { type: "Error", message: "connection.blocked: low on memory (rabbit@rabbit-1)" };
    expect(signOf(raised as Parameters<typeof signOf>[0])).toBe("broker blocked");
  });

  test("what cannot be seen may look like anything", () =>
    expect(whatNoCommitDoes("a change that I cannot see", showing("leaks"))).toBe(0));

  test("a mixture lies between its parts", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...GUILTLESS.map(({ mechanism }) => mechanism)),
        fc.constantFrom<SymptomClass>("times out", "leaks", "rejects", "runs out"),
        fc.constantFrom<SymptomClass>("throws by mistake", "slow by itself", "cannot connect"),
        (cause, one, other) => {
          const [a, b] = [whatNoCommitDoes(cause, showing(one)), whatNoCommitDoes(cause, showing(other))];
          const both = whatNoCommitDoes(cause, showing(one, other));
          expect(both).toBeGreaterThanOrEqual(Math.min(a, b) - 1e-9);
          expect(both).toBeLessThanOrEqual(Math.max(a, b) + 1e-9);
        },
      ),
    ));
});
