import { describe, expect, it } from "vitest";
import { type Behaviour, type Process, REPOSITORY, ShopWorld, START } from "./shop-world.ts";

const revision = (n: number) => n.toString(16).padStart(40, "e");
const ERROR = { type: "Error", message: "connection reset", file: "/srv/shop/db.ts", line: 3 };

describe("when nothing is wrong", () => {
  it.each([1, 2, 3])("half an hour with deployments, restarts and bursts is quiet (seed %i)", (seed) => {
    const world = new ShopWorld({ seed });
    for (let minute = 0; minute < 30; minute++) {
      world.options.rate = minute % 15 === 7 ? 45 : minute % 20 === 3 ? 2 : 12;
      world.run(60);
      if (minute % 3 === 2)
        world.deploy(["quotes", "policies", "storefront"][(minute % 9) % 3] as string, revision(minute));
      if (minute % 10 === 5) world.deploy("quotes", world.processes.get("quotes")?.revision as string);
    }
    expect(world.anomalies).toEqual([]);
  });

  it.each([5, 6, 7])("processes that are slow for their first seconds are let be (seed %i)", (seed) => {
    const world = new ShopWorld({
      seed,
      behave: (process, _operation, at, random): Behaviour => {
        const age = (at - process.startMs) / 1000;
        return age < 2.5 && at > START + 1000 ? { slowMs: (1 - age / 3) * (400 + 900 * random()) } : {};
      },
    });
    world.run(60);
    for (let n = 0; n < 12; n++) {
      world.deploy(["quotes", "policies", "storefront"][n % 3] as string, revision(n));
      world.run(20);
    }
    expect(world.anomalies).toEqual([]);
  });

  it("a second of refused requests at a deployment is no incident", () => {
    const world = new ShopWorld({
      seed: 8,
      behave: (process, _operation, at) =>
        process.startMs > START && at - process.startMs < 900 ? { error: ERROR } : {},
    });
    world.run(60);
    for (let n = 0; n < 10; n++) {
      world.deploy("quotes", revision(n));
      world.run(30);
    }
    expect(world.anomalies).toEqual([]);
  });

  it("failures within the objective are let be", () => {
    const world = new ShopWorld({
      seed: 9,
      behave: (_process, _operation, _at, random) => (random() < 0.002 ? { error: ERROR } : {}),
    });
    world.run(900);
    expect(world.anomalies).toEqual([]);
  });

  it("what has always failed is no news", () => {
    const world = new ShopWorld({
      seed: 10,
      behave: (process, _operation, _at, random) =>
        process.service === "policies" && random() < 0.004 ? { error: ERROR } : {},
    });
    world.run(900);
    expect(world.anomalies).toEqual([]);
  });

  it.each([2, 6, 15])(
    "ten seconds in which everything is slow are no one service's fault (seed %i)",
    (seed) => {
      let starved = false;
      const world = new ShopWorld({
        seed,
        behave: (_process, _operation, _at, random): Behaviour =>
          starved ? { slowMs: 500 + 900 * random() } : {},
      });
      for (let n = 0; n < 5; n++) {
        world.run(60);
        starved = true;
        world.run(10);
        starved = false;
      }
      expect(world.anomalies).toEqual([]);
      starved = true;
      world.run(70);
      expect(world.anomalies.map((one) => one.symptom)).toContain("latency");
    },
    300_000,
  );

  it("a process with nothing to be compared with may fill its memory until it is collected for the first time", () => {
    const world = new ShopWorld({
      seed: 16,
      memory: (_process, age) => ({
        "process.memory.usage": 170e6 + 1.1e6 * Math.min(age, 90),
        "nodejs.memory.heap.used": 40e6 + 0.9e6 * Math.min(age, 90),
        "nodejs.memory.heap.used_after_gc": 39e6,
      }),
    });
    world.run(180);
    expect(world.anomalies).toEqual([]);
  });

  it("memory that rises and is collected is let be, heap alone as well", () => {
    const world = new ShopWorld({
      seed: 11,
      memory: (_process, age, random) => ({
        "v8js.memory.heap.used":
          30e6 + 15e6 * (1 - Math.exp(-age / 10)) + ((age * 2e6) % 40e6) + 1e6 * random(),
      }),
    });
    world.run(60);
    for (let n = 0; n < 6; n++) {
      world.deploy("quotes", revision(n));
      world.run(120);
    }
    expect(world.anomalies).toEqual([]);
  });
});

describe("when little is seen", () => {
  it("one failure of three requests says nothing", () => {
    let left = 1;
    const world = new ShopWorld({
      seed: 12,
      rate: 0.5,
      behave: (process) => (process.service === "quotes" && left-- === 1 ? { error: ERROR } : {}),
    });
    world.run(120);
    expect(world.anomalies).toEqual([]);
  });

  it("a few failures in the first seconds after the start say nothing yet", () => {
    const world = new ShopWorld({
      seed: 13,
      rate: 5,
      behave: (_process, _operation, at) => (at - START < 6_000 ? { error: ERROR } : {}),
    });
    world.run(60);
    expect(world.anomalies).toEqual([]);
  });

  it("a service that nobody claims is named as such and never judged", () => {
    const world = new ShopWorld({
      slo: (service) =>
        service === "quotes" ? null : { repository: REPOSITORY, environmentFilter: "production", slo: {} },
      behave: (process: Process) => (process.service === "quotes" ? { error: ERROR } : {}),
    });
    world.run(30);
    expect(world.scout.unclaimed().map((one) => one.service)).toEqual(["quotes"]);
    expect(world.scout.services().map((one) => one.service)).not.toContain("quotes");
    expect(world.anomalies).toEqual([]);
  });

  it("without an objective a baseline is learnt first, and then serves as one", () => {
    let broken = false;
    const world = new ShopWorld({
      seed: 14,
      slo: () => ({ repository: REPOSITORY, environmentFilter: "production", slo: {} }),
      behave: (process) => (broken && process.service === "quotes" ? { error: ERROR } : {}),
    });
    world.run(120);
    broken = true;
    world.run(20);
    expect(world.anomalies).toEqual([]);
    broken = false;
    world.run(900);
    broken = true;
    expect(world.run(20, () => world.anomalies.length > 0)).toBeLessThan(8);
    expect(world.anomalies).toMatchObject([{ service: "quotes", symptom: "errors" }]);
  });

  it("another environment than the policy's is not watched", () => {
    const world = new ShopWorld({
      slo: () => ({ repository: REPOSITORY, environmentFilter: "staging", slo: {} }),
    });
    world.run(10);
    expect(world.scout.services()).toEqual([]);
  });
});
