import { describe, expect, it } from "vitest";
import type { Anomaly } from "../../../src/contracts/anomaly.ts";
import { decodeTracesJson } from "../../../src/edge/otlp/json/traces.ts";
import { createScout } from "../../../src/observe/scout.ts";
import { exportOf, JAEGER, type SpanOf, STACKS, type Stack } from "./stacks.ts";

const START = Date.parse("2026-03-02T09:00:00.000Z");
const REPOSITORY = "fernhill/shop";

/** Sends requests of one stack, ten a second, on a virtual clock. */
function world(claim: Record<string, unknown> = {}) {
  let now = START;
  let ids = 0;
  const anomalies: Anomaly[] = [];
  const scout = createScout({
    now: () => now,
    claim: () => ({
      repository: REPOSITORY,
      environmentFilter: "production",
      slo: { availability: 0.995 },
      ...claim,
    }),
  });
  const send = (stack: Stack, spans: readonly SpanOf[], skewMs = 0) => {
    const { telemetry, rejected } = decodeTracesJson(exportOf(stack, spans, now - 100 + skewMs, ++ids));
    expect(rejected).toBe(0);
    scout.ingest({
      kind: "telemetry",
      repositories: [REPOSITORY],
      receivedAt: new Date(now).toISOString(),
      telemetry,
    });
  };
  return {
    scout,
    anomalies,
    send,
    run(seconds: number, each: (n: number) => void) {
      for (let n = 0; n < seconds * 10; n++) {
        now += 100;
        each(n);
        anomalies.push(...scout.tick());
      }
    },
  };
}

describe.each(STACKS)("$stack", (stack) => {
  it("is counted by its operation and revision", () => {
    const { scout, run, send } = world();
    run(10, (n) => send(stack, n % 10 === 0 ? stack.bad : stack.good));
    const [state] = scout.services();
    expect(state).toMatchObject({ service: "quotes", revisions: [stack.revision] });
    expect(state?.requestsPerSecond).toBeGreaterThanOrEqual(9);
    expect(state?.requestsPerSecond).toBeLessThanOrEqual(10);
    expect(state?.errorRatio).toBeCloseTo(0.1, 2);
  });

  it("and its fault is found there", () => {
    const { run, send, anomalies } = world();
    run(60, () => send(stack, stack.good));
    expect(anomalies).toEqual([]);
    run(20, (n) => send(stack, n % 3 === 0 ? stack.bad : stack.good));
    expect(anomalies.map(({ operation, symptom }) => ({ operation, symptom }))).toEqual([
      { operation: stack.operation, symptom: "errors" },
    ]);
  });
});

describe("spans without kind and status", () => {
  it("are counted at the span that begins the request, and nowhere else", () => {
    const { scout, run, send } = world();
    run(60, (n) => send(JAEGER, n % 10 === 0 ? JAEGER.bad : JAEGER.good));
    const [state] = scout.services();
    // The last seconds are still waiting for the rest of their traces.
    expect(state?.requestsPerSecond).toBeGreaterThan(4);
    expect(state?.requestsPerSecond).toBeLessThanOrEqual(10);
    expect(state?.errorRatio).toBeCloseTo(0.1, 1);
    expect(state?.revisions).toEqual([JAEGER.revision]);
  });

  it("show a fault", () => {
    const { scout, run, send, anomalies } = world();
    run(90, () => send(JAEGER, JAEGER.good));
    expect(anomalies).toEqual([]);
    run(30, (n) => send(JAEGER, n % 3 === 0 ? JAEGER.bad : JAEGER.good));
    expect(anomalies.map((one) => one.operation)).toEqual([JAEGER.operation]);
    const evidence = scout.evidence(anomalies[0] as Anomaly, []);
    expect(JSON.stringify(evidence)).toContain("price");
  });

  it("of a service beside one that names kinds leave that as it is", () => {
    const [java] = STACKS as [Stack];
    const named = { ...java, resource: { ...java.resource, "service.name": "storefront" } };
    const { scout, run, send } = world();
    run(60, () => {
      send(JAEGER, JAEGER.good);
      send(named, named.good);
    });
    const storefront = scout.services().find((one) => one.service === "storefront");
    expect(storefront?.requestsPerSecond).toBeGreaterThanOrEqual(9);
    expect(storefront?.requestsPerSecond).toBeLessThanOrEqual(10);
  });
});

describe("clocks", () => {
  const [java] = STACKS as [Stack];

  it.each([2_000, 45_000, 3_600_000])(
    "that are %i ms ahead are set right: a fault is found, at its time",
    (skewMs) => {
      const { run, send, anomalies } = world();
      run(60, () => send(java, java.good, skewMs));
      run(20, (n) => send(java, n % 3 === 0 ? java.bad : java.good, skewMs));
      expect(anomalies).toHaveLength(1);
      const onset = Date.parse(anomalies[0]?.onset.at ?? "") - START;
      expect(onset).toBeGreaterThan(57_000);
      expect(onset).toBeLessThan(63_000);
    },
  );

  it("that is an hour behind among others that are right does not hide its requests", () => {
    const late = { ...java, resource: { ...java.resource, "service.instance.id": "late" } };
    const { scout, run, send } = world();
    run(60, () => {
      send(java, java.good);
      send(late, late.good, -3_600_000);
    });
    expect(scout.services()[0]?.requestsPerSecond).toBeGreaterThan(17);
  });
});

describe("several environments in one stream", () => {
  const [java] = STACKS as [Stack];
  const as = (environment: Record<string, string>): Stack => {
    const { "deployment.environment.name": _, ...resource } = java.resource;
    return { ...java, resource: { ...resource, ...environment } };
  };

  it.each([
    [{ "deployment.environment": "PRD" }, {}, 1],
    [{ "deployment.environment.name": "staging" }, {}, 0],
    [{ "k8s.namespace.name": "shop-staging" }, {}, 1],
    [
      { "k8s.namespace.name": "shop-staging" },
      { telemetry: { sampling: "auto", environment_attribute: "k8s.namespace.name" } },
      0,
    ],
    [
      { "k8s.namespace.name": "production" },
      { telemetry: { sampling: "auto", environment_attribute: "k8s.namespace.name" } },
      1,
    ],
  ])("%j under %j: %i services", (environment, claim, services) => {
    const { scout, run, send } = world(claim);
    run(1, () => send(as(environment), java.good));
    expect(scout.services()).toHaveLength(services);
  });
});
