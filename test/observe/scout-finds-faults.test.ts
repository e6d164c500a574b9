import { describe, expect, it } from "vitest";
import { Anomaly } from "../../src/contracts/anomaly.ts";
import { Evidence, type EvidenceOf } from "../../src/contracts/evidence.ts";
import { type Behaviour, ordinaryMemory, type Process, ShopWorld } from "./shop-world.ts";

const BAD = "b".repeat(40);
const FAULT = {
  type: "TypeError",
  message: "Cannot read properties of undefined (reading 'rate') for offer 81723",
  file: "/srv/shop/services/quotes/price-offer.ts",
  line: 42,
};
const defect = (share: number) => ({
  behave: (process: Process, operation: string, _at: number, random: () => number): Behaviour =>
    process.revision === BAD && operation === "POST /quotes" && random() < share ? { error: FAULT } : {},
});
const slowness = (share: number) => ({
  behave: (process: Process, operation: string, _at: number, random: () => number): Behaviour =>
    process.revision === BAD && operation === "POST /quotes" && random() < share
      ? { slowMs: 500, queries: 40 }
      : {},
});
const leak = (bytesPerSecond: number) => ({
  memory: (process: Process, age: number, random: () => number) =>
    Object.fromEntries(
      Object.entries(ordinaryMemory(process, age, random)).map(([name, bytes]) => [
        name,
        bytes + (process.revision === BAD ? bytesPerSecond * age : 0),
      ]),
    ),
});

/** Deploys the bad revision of quotes after a minute and a half of health, and waits for a word. */
function breakQuotes(options: ConstructorParameters<typeof ShopWorld>[0], patience = 60) {
  const world = new ShopWorld(options);
  world.run(90);
  expect(world.anomalies).toEqual([]);
  const deployedAt = world.now;
  world.deploy("quotes", BAD);
  const seconds = world.run(patience, () => world.anomalies.length > 0);
  return { world, seconds, deployedAt };
}

const items = <K extends Evidence["items"][number]["kind"]>(evidence: Evidence, kind: K) =>
  evidence.items.filter((item): item is EvidenceOf<K> => item.kind === kind);

describe("a defect that throws", () => {
  it.each([
    { share: 1, within: 5, seed: 1 },
    { share: 1, within: 5, seed: 2 },
    { share: 0.3, within: 6, seed: 3 },
    { share: 0.15, within: 15, seed: 4 },
    { share: 0.05, within: 45, seed: 5 },
  ])("in $share of the requests is found within $within s", ({ share, within, seed }) => {
    const { world, seconds, deployedAt } = breakQuotes({ seed, ...defect(share) });
    expect(seconds).toBeLessThanOrEqual(within);
    world.run(30);
    expect(world.anomalies).toHaveLength(1);
    const anomaly = Anomaly.parse(world.anomalies[0]);
    expect(anomaly).toMatchObject({
      service: "quotes",
      operation: "POST /quotes",
      symptom: "errors",
      source: "telemetry",
      repository: "fernhill/shop",
      environment: "production",
      alerts: [],
      blastRadius: ["storefront"],
    });
    expect(anomaly.observed.value).toBeGreaterThan(anomaly.objective);
    expect(Date.parse(anomaly.onset.earliest)).toBeLessThanOrEqual(Date.parse(anomaly.onset.at));
    expect(Date.parse(anomaly.onset.at)).toBeLessThanOrEqual(Date.parse(anomaly.onset.latest));
    expect(Date.parse(anomaly.onset.earliest)).toBeLessThanOrEqual(deployedAt + 10_000 / share ** 0.5);
    if (share >= 0.3) expect(Math.abs(Date.parse(anomaly.onset.at) - deployedAt)).toBeLessThan(3_000);
  });

  it("spread over all operations of a service is the service's", () => {
    const { world, seconds } = breakQuotes({
      seed: 6,
      rate: 30,
      behave: (process, _operation, _at, random) =>
        process.revision === BAD && random() < 0.3 ? { error: FAULT } : {},
    });
    expect(seconds).toBeLessThan(6);
    expect(world.anomalies).toMatchObject([{ service: "quotes", symptom: "errors" }]);
  });

  it("at the end of a chain of three is one anomaly of the last", () => {
    const { world } = breakQuotes({
      seed: 7,
      behave: (process, operation) =>
        process.revision === BAD && operation === "GET /quotes/:id" ? { error: FAULT } : {},
    });
    world.run(30);
    expect(world.anomalies).toHaveLength(1);
    expect(world.anomalies[0]).toMatchObject({
      service: "quotes",
      operation: "GET /quotes/:id",
      blastRadius: ["policies", "storefront"],
    });
  });

  it("is told with numbered evidence, the revisions first", () => {
    const { world, deployedAt } = breakQuotes({ seed: 8, ...defect(0.5) });
    world.run(10);
    const at = new Date(deployedAt - 200).toISOString();
    const evidence = Evidence.parse(
      world.scout.evidence(world.anomalies[0] as Anomaly, [
        {
          id: 2,
          sha: BAD,
          environment: "production",
          description: "",
          createdAt: at,
          status: null,
          succeededAt: null,
        },
        {
          id: 1,
          sha: "c".repeat(40),
          environment: "staging",
          description: "",
          createdAt: at,
          status: null,
          succeededAt: null,
        },
      ]),
    );
    expect(evidence.items.map((item) => item.id)).toEqual(evidence.items.map((_, i) => `E${i + 1}`));
    expect(evidence.items[0]).toMatchObject({ kind: "revisions", unit: "ratio" });
    const [revisions] = items(evidence, "revisions");
    expect(revisions?.revisions).toMatchObject([
      { revision: "a".repeat(40), broken: false, value: 0 },
      { revision: BAD, broken: true },
    ]);
    const [exception] = items(evidence, "exception");
    expect(exception).toMatchObject({
      type: "TypeError",
      message: "Cannot read properties of undefined (reading <value>) for offer <n>",
      countBefore: 0,
      revisions: [BAD],
    });
    expect(exception?.count).toBeGreaterThan(5);
    expect(exception?.frames).toMatchObject([
      { path: FAULT.file, line: 42, function: "price", inApp: true },
      { inApp: false },
      { inApp: false },
    ]);
    expect(items(evidence, "shift").map((item) => item.service)).toEqual(["quotes", "storefront"]);
    expect(items(evidence, "trace").map((item) => item.failing)).toEqual([true, true, false]);
    expect(items(evidence, "deployment")).toMatchObject([{ sha: BAD }]);
    expect(evidence.localisation[0]).toMatchObject({ service: "quotes", operation: "POST /quotes" });
    expect(evidence.localisation.reduce((sum, one) => sum + one.score, 0)).toBeLessThanOrEqual(1);
    expect(world.scout.revisionSeen(world.anomalies[0] as Anomaly, BAD.slice(0, 12))).not.toBeNull();
    expect(world.scout.revisionSeen(world.anomalies[0] as Anomaly, "d".repeat(40))).toBeNull();
    expect(world.scout.services().find((one) => one.service === "quotes")?.broken).toBe(true);
  });
});

describe("a change that makes it slow", () => {
  it.each([
    { share: 1, within: 8, seed: 1 },
    { share: 0.3, within: 15, seed: 2 },
  ])(
    "for $share of the requests is found within $within s, in the service that is slow",
    ({ share, within, seed }) => {
      const { world, seconds, deployedAt } = breakQuotes({ seed, ...slowness(share) });
      expect(seconds).toBeLessThanOrEqual(within);
      world.run(30);
      expect(world.anomalies).toMatchObject([
        {
          service: "quotes",
          operation: "POST /quotes",
          symptom: "latency",
          objective: 400,
          blastRadius: ["storefront"],
        },
      ]);
      expect(world.anomalies[0]?.observed.value).toBeGreaterThan(400);
      expect(Date.parse(world.anomalies[0]?.onset.earliest as string)).toBeLessThan(deployedAt + 5_000);
      const evidence = Evidence.parse(world.scout.evidence(world.anomalies[0] as Anomaly, []));
      const query = items(evidence, "span-shift").find((item) => item.span.startsWith("pg.query"));
      expect(query?.perRequest.before).toBeCloseTo(1);
      expect(query?.perRequest.after).toBeCloseTo(40);
      expect(query?.detail).toBe("SELECT * FROM quotes WHERE id = $1 AND kind = ?");
    },
  );
});

describe("a change that keeps memory", () => {
  it.each([
    { rate: 2e6, within: 25, seed: 1 },
    { rate: 6e6, within: 25, seed: 2 },
  ])("at $rate bytes a second is found within $within s", ({ rate, within, seed }) => {
    const { world, seconds } = breakQuotes({ seed, ...leak(rate) });
    expect(seconds).toBeLessThanOrEqual(within);
    world.run(20);
    expect(world.anomalies).toMatchObject([
      { service: "quotes", operation: "*", symptom: "memory", blastRadius: [] },
    ]);
    const evidence = Evidence.parse(world.scout.evidence(world.anomalies[0] as Anomaly, []));
    expect(items(evidence, "revisions")[0]?.revisions).toMatchObject([
      { revision: "a".repeat(40), broken: false },
      { revision: BAD, broken: true },
    ]);
    expect(items(evidence, "memory")[0]).toMatchObject({
      metric: "process.memory.usage",
      revision: BAD,
      limit: 300e6,
    });
  });

  it("that begins long after the start is found too", () => {
    let leaksFrom = Number.POSITIVE_INFINITY;
    const world = new ShopWorld({
      memory: (process, age, random) => {
        const ordinary = ordinaryMemory(process, age, random);
        const kept = process.service === "quotes" ? 3e6 * Math.max(0, age - leaksFrom) : 0;
        return { "process.memory.usage": (ordinary["process.memory.usage"] as number) + kept };
      },
    });
    world.run(300);
    leaksFrom = 300;
    expect(world.run(90, () => world.anomalies.length > 0)).toBeLessThan(60);
    expect(world.anomalies).toMatchObject([{ service: "quotes", symptom: "memory" }]);
  });
});

describe("telemetry as it really is", () => {
  it.each([
    ["half a minute late", { lagMs: () => 30_000 }],
    [
      "late by up to two seconds, each service by another",
      { lagMs: (s: string) => (s === "quotes" ? 2_000 : 50) },
    ],
    ["out of order", { lagMs: (_: string, random: () => number) => 8_000 * random() }],
    ["delivered twice", { duplicates: 0.5 }],
    [
      "from clocks three seconds ahead and behind",
      { skewMs: (s: string) => (s === "quotes" ? 3_000 : -3_000) },
    ],
  ])("%s shows the same one fault", (_, trouble) => {
    const { world } = breakQuotes({ seed: 11, ...defect(0.4), ...trouble });
    world.run(45);
    expect(world.anomalies).toMatchObject([
      { service: "quotes", operation: "POST /quotes", symptom: "errors", blastRadius: ["storefront"] },
    ]);
  });

  it("counts a span once that comes twice", () => {
    const count = (duplicates: number) => {
      const { world } = breakQuotes({ seed: 12, duplicates: duplicates, ...defect(1) });
      return world.anomalies[0]?.baseline?.samples ?? 0;
    };
    expect(Math.abs(count(1) / count(0) - 1)).toBeLessThan(0.25);
  });
});
