import { describe, expect, it } from "vitest";
import type { MetricPoint } from "../../src/contracts/telemetry.ts";
import { CountedWorld } from "./counted-world.ts";

type Reading = Omit<MetricPoint, "timeMs">;

/** One reading a quarter of a minute, as exporters are often set. */
function aWorld(
  readings: (second: number) => readonly [name: string, value: number, state?: string][],
): CountedWorld {
  const world = new CountedWorld({ slo: {}, step: 5 });
  world.serve("quotes", { rate: 4 });
  world.metrics = (second) =>
    second % 15 !== 0
      ? []
      : readings(second).map(
          ([name, value, state]): Reading => ({
            name,
            unit: "1",
            kind: "gauge",
            value,
            attributes: {
              "db.client.connection.pool.name": "main",
              ...(state ? { "db.client.connection.state": state } : {}),
            },
            resource: world.resource("quotes"),
          }),
        );
  return world;
}

const pool = (used: number, waiting: number): [string, number, string?][] => [
  ["db.client.connection.count", used, "used"],
  ["db.client.connection.count", 10 - used, "idle"],
  ["db.client.connection.max", 10],
  ["db.client.connection.pending_requests", waiting],
];

describe("something bounded that has run out", () => {
  it("a pool whose connections are all in use while requests wait is told within two minutes", () => {
    let broken = Number.POSITIVE_INFINITY;
    const world = aWorld((second) => (second >= broken ? pool(10, 6) : pool(3 + (second % 4), 0)));
    world.run(1_200);
    expect(world.anomalies).toEqual([]);
    broken = world.now / 1000;
    world.run(125);
    expect(world.anomalies).toMatchObject([
      {
        service: "quotes",
        operation: "*",
        symptom: "saturation",
        observed: { value: 1, unit: "ratio" },
        rests: "baseline",
      },
    ]);
    const [anomaly] = world.anomalies;
    expect(anomaly?.summary).toContain("connections used up (10 of 10)");
    expect(Math.abs(Date.parse(anomaly?.onset.at ?? "") / 1000 - broken)).toBeLessThan(30);
  });

  it("is well again when there is room again", () => {
    let broken = Number.POSITIVE_INFINITY;
    let mended = Number.POSITIVE_INFINITY;
    const world = aWorld((second) => (second >= broken && second < mended ? pool(10, 6) : pool(4, 0)));
    world.run(1_200);
    broken = world.now / 1000;
    world.run(180);
    const [anomaly] = world.anomalies;
    if (!anomaly) throw new Error("nothing was told");
    const since = new Date(world.now).toISOString();
    const question = { anomaly, since, revision: null, remedied: true };
    world.run(150);
    expect(world.scout.recovery(question).state).toBe("not-healed");
    mended = world.now / 1000;
    const later = { ...question, since: new Date(world.now).toISOString() };
    expect(world.scout.recovery(later).state).toBe("unknown");
    world.run(60);
    expect(world.scout.recovery(later).state).toBe("healed");
  });

  it.each<[string, (second: number) => [string, number, string?][]]>([
    ["a pool that is full for a moment", (second) => (second % 600 < 30 ? pool(10, 4) : pool(5, 0))],
    [
      "a pool that is used well and that nobody waits for, for a minute or two",
      (second) => (second % 1_800 < 105 ? pool(10, 0) : pool(8, 0)),
    ],
    ["a pool that was always full", () => pool(10, 2)],
    [
      "a page cache that has filled the container's memory",
      (second) => [
        ["container.memory.usage", second % 3_600 < 1_800 ? 0.5e9 : 1e9],
        ["container.memory.limit", 1e9],
      ],
    ],
    [
      "a batch that is put into a queue and worked off",
      (second) => [
        ["messages.queue.depth", second % 3_600 < 1_800 ? 0 : Math.max(0, 50_000 - 60 * (second % 1_800))],
      ],
    ],
    [
      "a queue that breathes",
      (second) => [["messages.queue.depth", 200 + Math.round(150 * Math.sin(second / 200))]],
    ],
  ])("%s is none", (_name, readings) => {
    const world = aWorld(readings);
    world.run(3 * 3_600);
    expect(world.anomalies).toEqual([]);
  });

  it("a queue that grows for five minutes far beyond what it ever held is told", () => {
    let broken = Number.POSITIVE_INFINITY;
    const world = aWorld((second) => [
      ["messages.queue.depth", second >= broken ? 5 + 4 * (second - broken) : second % 6],
    ]);
    world.run(1_200);
    broken = world.now / 1000;
    world.run(400);
    expect(world.anomalies).toMatchObject([{ symptom: "saturation", observed: { unit: "waiting" } }]);
  });

  it("an event loop that is never idle any more is told", () => {
    let broken = Number.POSITIVE_INFINITY;
    const world = aWorld((second) => [["nodejs.eventloop.utilization", second >= broken ? 0.995 : 0.3]]);
    world.run(1_200);
    broken = world.now / 1000;
    world.run(240);
    expect(world.anomalies).toMatchObject([{ symptom: "saturation", service: "quotes" }]);
  });
});
