import { describe, expect, it } from "vitest";
import { Anomaly } from "../../src/contracts/anomaly.ts";
import { Evidence } from "../../src/contracts/evidence.ts";
import type { Alert, AlertSignal } from "../../src/contracts/signal.ts";
import { originsOf } from "../../src/loop/join-anomaly.ts";
import { REPOSITORY, ShopWorld } from "./shop-world.ts";

const BAD = "b".repeat(40);
const ERROR = { type: "Error", message: "no rate", file: "/srv/shop/price.ts", line: 3 };

function signalOf(world: ShopWorld, alert: Partial<Alert>): AlertSignal {
  return {
    kind: "alert",
    source: "alertmanager",
    repositories: [REPOSITORY],
    receivedAt: new Date(world.now).toISOString(),
    alerts: [
      {
        status: "firing",
        key: "k1",
        name: "HighErrorRate",
        service: "quotes",
        operation: "POST /quotes",
        environment: "production",
        summary: "12% of requests fail",
        value: 0.12,
        threshold: 0.02,
        startsAt: new Date(world.now - 1_000).toISOString(),
        labels: {},
        ...alert,
      },
    ],
  };
}

/** Nothing but alerts. */
const silent = () => new ShopWorld({ rate: 0, memory: () => ({}) });

describe("with alerts alone", () => {
  it("what the alert says was thrown is evidence", () => {
    const world = silent();
    const frames = [{ path: "/srv/shop/price.ts", line: 3, function: "price", inApp: true }];
    const { fired } = world.scout.alert(
      signalOf(world, {
        revision: BAD,
        exceptions: [{ type: "RangeError", message: "no rate for 4711", frames }],
      }),
    );
    const evidence = Evidence.parse(world.scout.evidence(fired[0] as Anomaly, []));
    expect(evidence.items[0]).toMatchObject({
      kind: "exception",
      type: "RangeError",
      message: "no rate for <n>",
      frames,
      revisions: [BAD],
    });
  });

  it("one that fires is an anomaly, its repeats the same one", () => {
    const world = silent();
    const { fired } = world.scout.alert(signalOf(world, {}));
    const anomaly = Anomaly.parse(fired[0]);
    expect(anomaly).toMatchObject({
      service: "quotes",
      operation: "POST /quotes",
      symptom: "errors",
      source: "alert",
      alerts: ["k1"],
      observed: { value: 0.12, unit: "ratio", samples: 0 },
      objective: 0.02,
      blastRadius: [],
    });
    expect(Date.parse(anomaly.onset.latest)).toBe(world.now - 1_000);
    expect(Date.parse(anomaly.onset.earliest)).toBe(world.now - 61_000);
    world.run(10);
    const again = world.scout.alert(signalOf(world, {})).fired;
    expect(again.map((one) => one.fingerprint)).toEqual([anomaly.fingerprint]);
    expect(world.anomalies).toEqual([]);
    const evidence = Evidence.parse(world.scout.evidence(anomaly, []));
    expect(evidence.items).toMatchObject([{ id: "E1", kind: "alert", source: "alertmanager", value: 0.12 }]);
    expect(evidence.localisation).toMatchObject([{ service: "quotes" }]);
  });

  it("has the fingerprint that telemetry of the same operation would have", () => {
    const alone = silent();
    const told = new ShopWorld({
      behave: (process, operation) =>
        process.revision === BAD && operation === "POST /quotes" ? { error: ERROR } : {},
    });
    told.run(60);
    told.deploy("quotes", BAD);
    told.run(10);
    expect(alone.scout.alert(signalOf(alone, {})).fired[0]?.fingerprint).toBe(told.anomalies[0]?.fingerprint);
  });

  it("two services are two anomalies, and ten thousand alerts of one are one", () => {
    const world = silent();
    const one = world.scout.alert(signalOf(world, {})).fired[0];
    const other = world.scout.alert(
      signalOf(world, { key: "k2", service: "storefront", operation: "POST /quote" }),
    );
    expect(other.fired[0]?.fingerprint).not.toBe(one?.fingerprint);
    const burst = signalOf(world, {});
    burst.alerts = Array.from({ length: 10_000 }, (_, i) => ({
      ...(burst.alerts[0] as Alert),
      key: `b${i}`,
    }));
    const { fired } = world.scout.alert(burst);
    expect(fired.map((a) => a.fingerprint)).toEqual([one?.fingerprint]);
    expect(fired[0]?.alerts.length).toBeLessThanOrEqual(50);
  });

  it("names no more than a few places of a service, however many alerts of it differ", () => {
    const world = silent();
    const burst = signalOf(world, {});
    burst.alerts = Array.from({ length: 5_000 }, (_, i) => ({
      ...(burst.alerts[0] as Alert),
      key: `b${i}`,
      operation: `POST /${[...String(i)].map((digit) => "abcdefghij"[Number(digit)]).join("")}`,
    }));
    const { fired } = world.scout.alert(burst);
    expect(fired).toHaveLength(20);
    expect(fired.reduce((sum, { alerts }) => sum + alerts.length, 0)).toBeLessThanOrEqual(100);
  });

  it("is over when all of ten thousand have resolved, and not when some have", () => {
    const world = silent();
    const many = (change: Partial<Alert>) => {
      const signal = signalOf(world, change);
      signal.alerts = Array.from({ length: 10_000 }, (_, i) => ({
        ...(signal.alerts[0] as Alert),
        key: `b${i}`,
      }));
      return signal;
    };
    const [anomaly] = world.scout.alert(many({})).fired as [Anomaly];
    const ask = () => {
      const since = new Date(world.now).toISOString();
      return world.scout.recovery({ anomaly, since, revision: null, remedied: false });
    };
    const over = many({ status: "resolved" });
    const last = over.alerts.splice(1234, 1);
    expect(world.scout.alert(over).changes).toHaveLength(9_999);
    world.run(60);
    expect(ask()).toMatchObject({ state: "unknown", summary: expect.stringMatching(/^Still firing/) });
    const heard = world.scout.alert({ ...over, alerts: last }).changes;
    expect(heard).toMatchObject([{ key: "b1234", what: "resolved" }]);
    world.run(40);
    expect(ask().state).toBe("recovered-unexplained");
  });

  it("is what the book still knows after a restart", () => {
    const world = silent();
    const [anomaly] = world.scout.alert(signalOf(world, {})).fired as [Anomaly];
    world.scout.alert(signalOf(world, { key: "k2" }));
    world.scout.alert(signalOf(world, { status: "resolved" }));
    const kept = world.scout.snapshot();
    const after = silent();
    after.now = world.now;
    after.scout.restore(kept);
    const since = new Date(after.now).toISOString();
    const ask = () => after.scout.recovery({ anomaly, since, revision: null, remedied: false }).state;
    after.run(60);
    expect(ask()).toBe("unknown");
    expect(after.scout.alert(signalOf(after, { key: "k2", status: "resolved" })).changes).toHaveLength(1);
    after.run(40);
    expect(ask()).toBe("recovered-unexplained");
  });

  it("takes a firing that its own resolution has overtaken for what it is, and a resolution of yesterday", () => {
    const world = silent();
    const at = (ms: number) => new Date(world.now + ms).toISOString();
    const over = { status: "resolved", startsAt: at(-60_000), endsAt: at(-1_000) } as const;
    expect(world.scout.alert(signalOf(world, over))).toEqual({ fired: [], changes: [], held: [] });
    expect(world.scout.alert(signalOf(world, { startsAt: at(-60_000) })).fired).toEqual([]);
    expect(world.scout.alert(signalOf(world, { startsAt: at(0) })).fired).toHaveLength(1);
    expect(world.scout.alert(signalOf(world, over)).changes).toEqual([]);
    expect(
      world.scout.alert(signalOf(world, { status: "resolved", endsAt: at(1_000) })).changes,
    ).toHaveLength(1);
  });

  it("of Sentry stays open: it does not say when it is over", () => {
    const world = silent();
    const signal = { ...signalOf(world, {}), source: "sentry" as const };
    const [anomaly] = world.scout.alert(signal).fired as [Anomaly];
    const since = new Date(world.now).toISOString();
    world.run(200);
    expect(world.scout.recovery({ anomaly, since, revision: null, remedied: true })).toMatchObject({
      state: "unknown",
      summary: expect.stringContaining("Sentry does not say when it is over"),
    });
  });

  it("is healed when all that fired was resolved after the remedy, and by nothing else", () => {
    const world = silent();
    const [anomaly] = world.scout.alert(signalOf(world, {})).fired as [Anomaly];
    world.run(10);
    const since = new Date(world.now).toISOString();
    const ask = (remedied = true) => world.scout.recovery({ anomaly, since, revision: null, remedied }).state;
    world.run(60);
    expect(ask()).toBe("unknown");
    const { changes } = world.scout.alert(signalOf(world, { status: "resolved" }));
    expect(changes).toEqual([
      {
        repository: REPOSITORY,
        cause: anomaly.fingerprint,
        key: "k1",
        name: "HighErrorRate",
        what: "resolved",
      },
    ]);
    expect(ask()).toBe("healed");
    expect(ask(false)).toBe("unknown");
    world.run(40);
    expect(ask(false)).toBe("recovered-unexplained");
    world.scout.alert(signalOf(world, {}));
    expect(ask()).toBe("not-healed");
  });

  it.each([
    [{ name: "HighLatency", summary: "p95 is 1.2 s", value: 1.2, threshold: 0.4 }, "latency", 1200, 400],
    [{ name: "ApiSlow", summary: "", value: 900, threshold: 400 }, "latency", 900, 400],
    [{ name: "TooMany5xx", summary: "", value: 12, threshold: 2 }, "errors", 0.12, 0.02],
    [{ name: "PodOOM", summary: "", value: 3e8, threshold: 2e8 }, "memory", 3e8, 2e8],
  ])("reads %o as %s", (alert, symptom, value, objective) => {
    const world = silent();
    const [anomaly] = world.scout.alert(signalOf(world, alert)).fired;
    expect(anomaly).toMatchObject({ symptom, objective });
    expect(anomaly?.observed.value).toBeCloseTo(value);
  });

  it("of an unclaimed service, of none, or of another environment is nobody's", () => {
    const world = silent();
    for (const of of [{ service: undefined }, { environment: "staging" }]) {
      expect(world.scout.alert(signalOf(world, of as Partial<Alert>)).fired).toEqual([]);
    }
    const foreign = { ...signalOf(world, {}), repositories: ["someone/else"] };
    expect(world.scout.alert(foreign)).toEqual({ fired: [], changes: [], held: [] });
  });
});

describe("with telemetry besides", () => {
  const faulty = () =>
    new ShopWorld({
      seed: 31,
      behave: (process, operation) =>
        process.revision === BAD && operation === "POST /quotes" ? { error: ERROR } : {},
    });

  it("an alert joins what the traffic showed, and so does that of a service that suffers", () => {
    const world = faulty();
    world.run(60);
    world.deploy("quotes", BAD);
    world.run(10);
    const own = world.scout.alert(signalOf(world, { operation: undefined }));
    const suffering = world.scout.alert(
      signalOf(world, { key: "k2", service: "storefront", operation: "POST /quote" }),
    );
    expect(own.fired.map((one) => one.fingerprint)).toEqual([world.anomalies[0]?.fingerprint]);
    expect(suffering.fired).toMatchObject([
      { fingerprint: world.anomalies[0]?.fingerprint, service: "quotes", alerts: ["k1", "k2"] },
    ]);
    world.run(20);
    expect(world.anomalies).toHaveLength(1);
  });

  it("that the alert resolved does not close what the telemetry found, nor does it after the telemetry has ended", () => {
    const world = faulty();
    world.run(60);
    world.deploy("quotes", BAD);
    world.run(10);
    world.scout.alert(signalOf(world, {}));
    world.scout.alert(signalOf(world, { status: "resolved" }));
    world.run(45);
    const [anomaly] = world.anomalies as [Anomaly];
    const ask = (scout = world.scout) =>
      scout.recovery({ anomaly, since: anomaly.onset.at, revision: null, remedied: false }).state;
    expect(anomaly.source).toBe("telemetry");
    expect(ask()).not.toMatch(/^(?:healed|recovered)/);
    // The snapshot was lost, and nothing is heard of the service any more but its alerts.
    const after = silent();
    after.now = world.now;
    after.scout.alert(signalOf(after, {}));
    after.scout.alert(signalOf(after, { status: "resolved" }));
    after.run(120);
    expect(ask(after.scout)).toBe("unknown");
  });

  it("alerts of a service and of one that waits for it are one cause, whichever comes first", () => {
    for (const order of [
      ["quotes", "storefront"],
      ["storefront", "quotes"],
    ]) {
      const world = new ShopWorld({ seed: 5 });
      world.run(60);
      for (const service of order) {
        const operation = service === "quotes" ? "POST /quotes" : "POST /quote";
        world.scout.alert(signalOf(world, { key: service, service, operation, symptom: "errors" }));
      }
      world.run(5);
      const origin = world.anomalies.find((one) => one.service === "quotes");
      expect(origin, order.join()).toMatchObject({ source: "alert", blastRadius: ["storefront"] });
      const incidents = originsOf(world.anomalies, {});
      expect(new Set(incidents.map(({ service }) => service))).toEqual(new Set(["quotes"]));
    }
  });

  it("an alert that comes first is held until the traffic says whose fault it is", () => {
    const world = faulty();
    world.run(60);
    world.deploy("quotes", BAD);
    world.run(1.5);
    const early = world.scout.alert(signalOf(world, { service: "storefront", operation: "POST /quote" }));
    expect(early.fired).toEqual([]);
    world.run(20);
    expect(new Set(world.anomalies.map((one) => one.service))).toEqual(new Set(["quotes"]));
    expect(world.anomalies.at(-1)?.alerts).toEqual(["k1"]);
  });

  it("an alert that the traffic does not explain is an anomaly of its own after a while", () => {
    const world = faulty();
    world.run(60);
    expect(world.scout.alert(signalOf(world, {})).fired).toEqual([]);
    world.run(5);
    expect(world.anomalies).toMatchObject([{ service: "quotes", source: "alert" }]);
  });
});
