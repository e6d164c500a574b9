import { expect, test } from "vitest";
import { clockGain } from "../../src/orient/time-ratio.ts";

const at = Date.parse("2026-03-02T11:00:04Z");
const onset = { at, earliest: at - 2000, latest: at + 2000 };
const live = (minutes: number) => ({ fromMs: at - minutes * 60_000 - 60_000, toMs: at - minutes * 60_000 });

test("what ends after a time ends after a round one", () => {
  expect(clockGain("ends", live(60), onset)).toBeGreaterThan(1);
  expect(clockGain("ends", live(42), onset)).toBe(0);
});

test("what a clock starts begins at a full hour", () => {
  expect(clockGain("starts", live(39), onset)).toBeGreaterThan(2);
  const later = at + 17 * 60_000;
  expect(clockGain("starts", live(39), { at: later, earliest: later, latest: later + 1000 })).toBe(0);
});
