import { describe, expect, it } from "vitest";
import { throughOtlp } from "../../../bench/soak/through-otlp.ts";
import { virtualDays } from "../../../bench/soak/virtual-days.ts";
import type { Telemetry } from "../../../src/contracts/telemetry.ts";
import { createScout } from "../../../src/observe/scout.ts";
import { ShopWorld } from "../../observe/shop-world.ts";

const ERROR = { type: "TypeError", message: "rate is undefined", file: "/srv/shop/price.ts", line: 42 };

describe("healthy days on a virtual clock", () => {
  it("find nothing in an hour and a half of deployments and bursts", () => {
    const result = virtualDays({ seed: 7, days: 0.06, rate: 3 });
    expect(result.alarms).toEqual([]);
    expect(result.deployments).toBeGreaterThan(0);
  }, 300_000);

  it("go over the wire as they were: spans, their times, ids, attributes and events, and gauges", () => {
    const world = new ShopWorld({ seed: 2, behave: () => ({ error: ERROR }) });
    const sent: Telemetry[] = [];
    const read: Telemetry[] = [];
    const scout = createScout({ now: () => world.now, claim: () => null });
    const wire = throughOtlp({ ...scout, ingest: ({ telemetry }) => void read.push(telemetry) });
    world.run(10, undefined, {
      ...scout,
      ingest: (signal) => {
        sent.push(signal.telemetry);
        wire.ingest(signal);
      },
    });
    const spans = (all: Telemetry[]) => all.flatMap((one) => one.spans);
    expect(spans(sent).length).toBeGreaterThan(100);
    expect(spans(read)).toHaveLength(spans(sent).length);
    for (const [at, span] of spans(sent).entries()) {
      const { resource, attributes, events, startMs, endMs, ...rest } = span;
      const got = spans(read)[at];
      expect(got).toMatchObject({ ...rest, attributes, events: events.map(({ name }) => ({ name })) });
      expect(got?.startMs).toBeCloseTo(startMs, 2);
      expect(got?.endMs).toBeCloseTo(endMs, 2);
      const { service, environment, revision, instance } = resource;
      expect(got?.resource).toMatchObject({ service, environment, revision, instance });
    }
    const points = (all: Telemetry[]) => all.flatMap((one) => one.points);
    expect(points(read).map(({ name, unit, value }) => ({ name, unit, value }))).toEqual(
      points(sent).map(({ name, unit, value }) => ({ name, unit, value })),
    );
  });

  it("would be noticed if they were not healthy", () => {
    const world = new ShopWorld({
      seed: 3,
      behave: (process, operation, _at, random) =>
        process.revision.startsWith("b") && operation === "POST /quotes" && random() < 0.3
          ? { error: ERROR }
          : {},
    });
    const scout = throughOtlp(world.scout);
    world.run(240, undefined, scout);
    expect(world.anomalies).toEqual([]);
    world.deploy("quotes", "b".repeat(40));
    world.run(120, () => world.anomalies.length > 0, scout);
    expect(world.anomalies[0]).toMatchObject({ service: "quotes", symptom: "errors" });
  }, 300_000);
});
