import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialTail } from "../../src/orient/binomial-tail.ts";

test("is exact where it can be counted by hand", () => {
  expect(binomialTail(2, 2, 0.5)).toBeCloseTo(0.25, 12);
  expect(binomialTail(1, 3, 0.1)).toBeCloseTo(1 - 0.9 ** 3, 12);
  expect(binomialTail(4, 3, 0.5)).toBe(0);
});

test("falls with the hits, rises with their likelihood, and stays a probability", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.nat(400),
      fc.double({ min: 0.001, max: 0.998, noNaN: true }),
      (trials, hits, p) => {
        const tail = binomialTail(hits, trials, p);
        expect(tail).toBeGreaterThanOrEqual(0);
        expect(tail).toBeLessThanOrEqual(1);
        expect(binomialTail(hits + 1, trials, p)).toBeLessThanOrEqual(tail + 1e-9);
        expect(binomialTail(hits, trials, p + 0.001)).toBeGreaterThanOrEqual(tail - 1e-9);
      },
    ),
  );
});
