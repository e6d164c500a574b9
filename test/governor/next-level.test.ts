import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Level, nextLevel } from "../../src/governor/next-level.ts";

const calm: Level = { given: 0, roomySince: null };
const shares = fc.double({ min: 0, max: 1.2, noNaN: true });

/** The levels of a series of looks, a second apart. */
function levels(series: readonly number[]): number[] {
  let level = calm;
  return series.map((share, second) => {
    level = nextLevel(level, share, second * 1000);
    return level.given;
  });
}

describe("how much is given up", () => {
  it("is everything that the memory asks for, at once", () => {
    expect(levels([0.5, 0.81, 0.5, 0.97])).toEqual([0, 1, 1, 4]);
  });

  it("comes back one thing at a time, each after ten calm seconds", () => {
    const given = levels([0.97, ...Array<number>(50).fill(0.5)]);
    expect([1, 2, 3, 4].map((count) => given.lastIndexOf(count))).toEqual([40, 30, 20, 10]);
    expect(given.at(-1)).toBe(0);
  });

  it("does not go up and down with a memory that is near the bound", () => {
    const given = levels(Array.from({ length: 100 }, (_, second) => (second % 2 ? 0.805 : 0.79)));
    expect(new Set(given.slice(1))).toEqual(new Set([1]));
  });

  it("is never less than what the memory asks for, and falls by one at most", () => {
    fc.assert(
      fc.property(fc.array(shares, { maxLength: 60 }), (series) => {
        const given = levels(series);
        given.forEach((count, i) => {
          expect(count).toBeGreaterThanOrEqual(nextLevel(calm, series[i] as number, 0).given);
          if (i > 0) expect(count).toBeGreaterThanOrEqual((given[i - 1] as number) - 1);
        });
      }),
    );
  });
});
