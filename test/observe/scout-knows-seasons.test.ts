import { describe, expect, it } from "vitest";
import { CountedWorld } from "./counted-world.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** A Monday, midnight. */
const MONDAY = Date.parse("2026-03-02T00:00:00.000Z");
/** Half of the hour from two to three every Monday. */
const inBatch = (second: number) => {
  const at = (second - MONDAY / 1000) % WEEK;
  return at >= 2 * HOUR + 300 && at < 2.5 * HOUR;
};
/** Traffic from midnight to six on Mondays and a trickle beside it: other hours teach nothing here. */
const rate = (second: number) => ((second - MONDAY / 1000) % WEEK < 6 * HOUR ? 0.5 : 0.02);

describe("what comes with the hour of the week", () => {
  it("is told while it is young, and no anomaly once enough weeks brought it; what is more than it is told", () => {
    const world = new CountedWorld({ slo: {}, seed: 1, step: 30, start: MONDAY });
    world.serve("quotes", {
      rate,
      errors: (second) => (inBatch(second) ? 0.15 : 0.001),
      slow: (second) => (inBatch(second) ? 0.3 : 0.005),
    });
    world.run(WEEK);
    expect(world.anomalies.map(({ symptom }) => symptom)).toContain("errors");
    expect(world.anomalies.every(({ rests }) => rests === "baseline")).toBe(true);
    world.run(3 * WEEK);
    world.anomalies.length = 0;
    world.run(WEEK);
    expect(world.anomalies).toEqual([]);
    world.serve("quotes", { rate, errors: (second) => (inBatch(second) ? 0.9 : 0.001) });
    world.run(4 * HOUR);
    expect(world.anomalies[0]).toMatchObject({ symptom: "errors", rests: "season" });
  });
});
