import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Behaviour, ShopWorld } from "./shop-world.ts";

const BAD = "b".repeat(40);
const ERROR = { type: "Error", message: "no rate", file: "/srv/shop/price.ts", line: 3 };
const behave = (process: { revision: string }, operation: string): Behaviour =>
  process.revision === BAD && operation === "POST /quotes" ? { error: ERROR } : {};

describe("a restart", () => {
  it("between health and fault loses neither baseline nor fault", () => {
    const world = new ShopWorld({ seed: 41, behave });
    world.run(90);
    world.deploy("quotes", BAD);
    world.run(2);
    const snapshot = world.scout.snapshot();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    const young = world.newScout();
    young.restore(snapshot);
    expect(world.run(10, () => world.anomalies.length > 0, young)).toBeLessThan(6);
    expect(world.anomalies[0]).toMatchObject({ service: "quotes", blastRadius: ["storefront"] });
    expect(world.anomalies[0]?.baseline?.samples).toBeGreaterThan(300);
  });

  it("while it is broken does not tell it twice, and still knows the exceptions and the recovery", () => {
    const world = new ShopWorld({ seed: 42, behave });
    world.run(90);
    world.deploy("quotes", BAD);
    world.run(15);
    expect(world.anomalies).toHaveLength(1);
    const young = world.newScout();
    young.restore(world.scout.snapshot());
    world.run(15, undefined, young);
    expect(world.anomalies).toHaveLength(1);
    const anomaly = world.anomalies[0] as (typeof world.anomalies)[number];
    expect(young.evidence(anomaly, []).items.map((item) => item.kind)).toContain("exception");
    world.deploy("quotes", "c".repeat(40));
    const since = new Date(world.now).toISOString();
    world.run(10, undefined, young);
    expect(young.recovery({ anomaly, since, revision: "c".repeat(40), remedied: true }).state).toBe("healed");
  });

  it("with a snapshot that is none begins anew", () => {
    const part = fc.oneof(fc.anything(), fc.array(fc.dictionary(fc.string(), fc.anything())));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ version: fc.constantFrom(1, 2), services: part, reported: part, alerts: part }),
        ),
        (snapshot) => {
          const world = new ShopWorld({ seed: 43 });
          world.scout.restore(snapshot);
          world.run(3);
          expect(world.scout.services().length).toBeGreaterThan(0);
          world.scout.snapshot();
        },
      ),
      { numRuns: 100 },
    );
  });
});
