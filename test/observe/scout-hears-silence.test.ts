import { beforeAll, describe, expect, it } from "vitest";
import { CountedWorld } from "./counted-world.ts";
import { REPOSITORY } from "./shop-world.ts";

const HOUR = 3_600;
const WEEK = 7 * 24 * HOUR;
const BUSY = { rate: 0.3, calledBy: "storefront" };

/** Quotes under steady traffic that its caller brings, beside a service that has nothing to do with either. */
function aWorld(
  of: { start?: number; quotes?: (second: number) => number; step?: number } = {},
): CountedWorld {
  const world = new CountedWorld({ slo: {}, step: of.step ?? 30, ...(of.start ? { start: of.start } : {}) });
  world.serve("quotes", { ...BUSY, rate: of.quotes ?? BUSY.rate });
  world.serve("payments", { rate: 0.3 });
  world.serve("reports", { rate: (second) => (new Date(second * 1000).getUTCHours() < 20 ? 0.3 : 0) });
  return world;
}

const aChange = (atMs: number) => ({
  repositories: [REPOSITORY],
  time: new Date(atMs).toISOString(),
  kind: "config",
  service: "storefront",
  text: "storefront: route table replaced",
});

/** The same world a week later: the day and the night that it will be asked about were seen before, those between were not. */
let grown: { now: number; snapshot: unknown };
beforeAll(() => {
  const world = aWorld({ step: 60 });
  world.run(26 * HOUR);
  world.now += 1000 * (WEEK - 26 * HOUR);
  world.run(2 * HOUR);
  expect(world.anomalies).toEqual([]);
  grown = { now: world.now, snapshot: structuredClone(world.scout.snapshot()) };
});

function aGrownWorld(): CountedWorld {
  const world = aWorld({ start: grown.now, step: 10 });
  world.scout.restore(structuredClone(grown.snapshot));
  world.run(600);
  return world;
}

describe("a service that gets no requests any more", () => {
  it("is told at an hour that was busy in the week before, once, with those that it calls as its blast radius", () => {
    const world = aGrownWorld();
    const stopped = world.now;
    world.serve("quotes", null);
    world.run(HOUR / 2);
    expect(world.anomalies).toMatchObject([
      {
        service: "storefront",
        operation: "*",
        symptom: "traffic",
        observed: { value: 0, unit: "requests/s" },
        blastRadius: ["quotes"],
      },
    ]);
    const [anomaly] = world.anomalies;
    expect(Math.abs(Date.parse(anomaly?.onset.at ?? "") - stopped)).toBeLessThan(30_000);
    expect(Date.parse(anomaly?.detectedAt ?? "") - stopped).toBeLessThan(10 * 60_000);
  });

  it("is well again when requests come again", () => {
    const world = aGrownWorld();
    world.serve("quotes", null);
    world.run(HOUR / 4);
    const [anomaly] = world.anomalies;
    if (!anomaly) throw new Error("nothing was told");
    const question = { anomaly, since: anomaly.onset.at, revision: null, remedied: false };
    expect(world.scout.recovery(question).state).toBe("unknown");
    expect(world.scout.recovery({ ...question, remedied: true }).state).toBe("not-healed");
    world.serve("quotes", BUSY);
    world.run(600);
    expect(world.scout.recovery(question).state).toBe("recovered-unexplained");
    expect(world.scout.recovery({ ...question, remedied: true }).state).toBe("healed");
  });

  it.each([
    ["nothing else comes through the pipeline either", ["quotes", "storefront", "payments", "reports"]],
    ["what has nothing to do with it falls silent with it", ["quotes", "storefront", "payments"]],
  ])("is not told where %s", (_name, services) => {
    const world = aGrownWorld();
    for (const service of services) world.cut.add(service);
    world.run(2 * HOUR);
    expect(world.anomalies).toEqual([]);
  });

  it("in its first week is not: it may sleep at that hour, or be done", () => {
    const world = aWorld();
    world.run(12 * HOUR);
    world.serve("quotes", null);
    world.run(2 * HOUR);
    expect(world.anomalies).toEqual([]);
  });

  it("in its first week is told where a change of it was told just before", () => {
    const world = aWorld();
    world.run(3 * HOUR);
    world.scout.change(aChange(world.now - 60_000));
    world.serve("quotes", null);
    world.run(HOUR / 2);
    expect(world.anomalies).toMatchObject([
      { service: "storefront", symptom: "traffic", blastRadius: ["quotes"] },
    ]);
  });

  it("and comes in batches is not, though a change of it was told", () => {
    const world = aWorld({ quotes: (second) => (second % 900 < 300 ? 0.9 : 0) });
    for (let hour = 0; hour < 5; hour++) {
      world.run(HOUR);
      world.scout.change(aChange(world.now - 600_000));
    }
    expect(world.anomalies).toEqual([]);
  });

  it("and sleeps at night is not, once it is known that it does", () => {
    const world = aGrownWorld();
    world.run(24 * HOUR);
    expect(world.anomalies).toEqual([]);
  });
});
