import fc from "fast-check";
import { expect, test } from "vitest";
import { sinceWhen } from "../../src/replay/since-when.ts";

const indices = (of: readonly unknown[]) => of.map((_, index) => index);
const steps = (...stretches: [count: number, n: number, sum: number][]) =>
  stretches.flatMap(([count, n, sum]) => Array.from({ length: count }, () => ({ n, sum })));

test("a share that rises at once began at its first step", () => {
  const all = steps([100, 5, 0], [60, 5, 2]);
  expect(sinceWhen(all, indices(all), 1000, true)).toMatchObject({ at: 100, clearest: 100 });
});

test("what reaches one process after another began with the first of them", () => {
  const all = steps([200, 6, 0], [50, 6, 1], [60, 6, 5]);
  const found = sinceWhen(all, indices(all), 1000, true);
  expect(found?.clearest).toBe(250);
  expect(found?.at).toBe(200);
});

test("a blip some time before is not when it began", () => {
  const all = steps([120, 6, 0], [6, 6, 3], [60, 6, 0], [100, 6, 4]);
  expect(sinceWhen(all, indices(all), 1000, true)?.at).toBe(186);
});

test("a duration that grows began when it began to grow, and the bounds say how sure that is", () => {
  const wave = (i: number) => 0.2 * Math.sin(i * 2.4);
  const level = (i: number) => 1 + wave(i) + 3 * Math.min(1, Math.max(0, (i - 150) / 60));
  const all = Array.from({ length: 320 }, (_, i) => ({ n: 1, sum: level(i) }));
  const found = sinceWhen(all, indices(all), 1000, false);
  expect(found?.at).toBeGreaterThan(148);
  expect(found?.at).toBeLessThan(found?.clearest as number);
  expect(found?.at).toBeLessThan(170);
});

test("what never rises has no beginning, and what has one lies within its own bounds", () => {
  const falls = steps([50, 5, 4], [50, 5, 0]);
  expect(sinceWhen(falls, indices(falls), 1000, true)?.at ?? 0).toBe(0);
  const step = fc.record({
    n: fc.integer({ min: 1, max: 20 }),
    hits: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.boolean(), (drawn, isShare) => {
      const all = drawn.map(({ n, hits }) => ({ n, sum: isShare ? Math.round(hits * n) : hits * n }));
      const found = sinceWhen(all, indices(all), 1000, isShare);
      if (!found) return;
      expect(found.earliest).toBeLessThanOrEqual(found.at);
      expect(found.latest).toBeGreaterThanOrEqual(found.at);
      expect(found.at).toBeLessThanOrEqual(found.clearest);
      expect(found.latest).toBeLessThan(all.length);
    }),
  );
});
