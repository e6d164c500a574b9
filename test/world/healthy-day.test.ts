import fc from "fast-check";
import { expect, it } from "vitest";
import { healthyDay } from "../../marketplace-demo/world/healthy-day.ts";
import { seededRandom } from "../../marketplace-demo/world/seeded-random.ts";

const SERVICES = ["storefront", "quotes", "policies"];

it("lies within its time, in order, and has customers at every moment", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7_200 }), fc.integer(), (seconds, seed) => {
      const { events, rate } = healthyDay(seconds, SERVICES, seededRandom(seed));
      for (const [index, { at }] of events.entries()) {
        expect(at).toBeGreaterThanOrEqual(events[index - 1]?.at ?? 0);
        expect(at).toBeLessThan(seconds);
      }
      for (let at = 0; at <= seconds; at += seconds / 50) {
        expect(rate(at)).toBeGreaterThan(0.3);
        expect(rate(at)).toBeLessThan(1.25 * 1.8 + 0.01);
      }
    }),
    { numRuns: 200 },
  );
});

it("is a soak from five minutes on: a deployment a minute, restarts of every service, bursts, day and night", () => {
  const { events, rate } = healthyDay(1_200, SERVICES, seededRandom(4));
  expect(events.filter(({ kind }) => kind === "deploy").map(({ at }) => at)).toEqual(
    Array.from({ length: 20 }, (_, minute) => minute * 60),
  );
  const restarted = events.flatMap((event) => (event.kind === "restart" ? [event.service] : []));
  expect(new Set(restarted)).toEqual(new Set(SERVICES));
  const bursts = events.filter((event) => event.kind === "burst");
  expect(bursts.length).toBeGreaterThanOrEqual(5);
  const [burst] = bursts;
  expect(rate((burst?.at ?? 0) + 1)).toBeGreaterThan(1.2 * rate((burst?.at ?? 0) - 1));
  const rates = Array.from({ length: 1_200 }, (_, at) => rate(at));
  expect(Math.max(...rates) / Math.min(...rates)).toBeGreaterThan(3);
});
