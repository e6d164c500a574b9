import { expect, it } from "vitest";
import { clopperPearsonUpper } from "../../../bench/diagnosis/clopper-pearson.ts";

it("is the rate at which so few wrong ones would still be seen one time in twenty", () => {
  // None of n: 1 − 0.05^(1/n), the rule of three.
  expect(clopperPearsonUpper(0, 100)).toBeCloseTo(1 - 0.05 ** 0.01, 6);
  expect(clopperPearsonUpper(0, 59)).toBeCloseTo(0.0495, 3);
  // Tables of the beta distribution: the 95th percentile of Beta(3, 8), of Beta(2, 19).
  expect(clopperPearsonUpper(2, 10)).toBeCloseTo(0.5069, 3);
  expect(clopperPearsonUpper(1, 20)).toBeCloseTo(0.2161, 3);
  expect(clopperPearsonUpper(10, 10)).toBe(1);
  expect(clopperPearsonUpper(0, 0)).toBe(1);
});
