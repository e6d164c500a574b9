import { expect, it } from "vitest";
import type { Span } from "../../../src/contracts/telemetry.ts";
import { createScout } from "../../../src/observe/scout.ts";
import { SLO, START, seeded } from "../shop-world.ts";

const TRACES_PER_SECOND = 3_000;
const CHILDREN = 2;

it("requests of services that name no kinds are counted in full where only a share of traces is looked at", () => {
  let now = START;
  const scout = createScout({
    now: () => now,
    claim: () => ({ repository: "acme/shop", environmentFilter: "production", slo: SLO }),
  });
  const random = seeded(7);
  const hex = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  const resource = { service: "legacy", instance: "legacy-1", attributes: {} };
  const span = (traceId: string, of: Partial<Span>): Span => ({
    traceId,
    spanId: hex() + hex(),
    name: "handle",
    kind: "unspecified",
    startMs: now - 20,
    endMs: now - 5,
    status: "unset",
    attributes: {},
    events: [],
    resource,
    ...of,
  });
  for (let tick = 0; tick < 45 * 4; tick++) {
    now += 250;
    const spans: Span[] = [];
    for (let i = 0; i < TRACES_PER_SECOND / 4; i++) {
      const traceId = hex() + hex() + hex() + hex();
      const root = span(traceId, {});
      spans.push(root);
      for (let child = 0; child < CHILDREN; child++)
        spans.push(span(traceId, { name: "work", parentSpanId: root.spanId }));
    }
    scout.ingest({
      kind: "telemetry",
      repositories: ["acme/shop"],
      receivedAt: new Date(now).toISOString(),
      telemetry: { spans, points: [], logs: [] },
    });
    scout.tick();
  }
  expect(scout.load().traceShare).toBeLessThan(0.8);
  const [legacy] = scout.services();
  // The last seconds' traces have not settled: the ten seconds that the state looks at hold some four of them.
  expect(legacy?.requestsPerSecond).toBeGreaterThan(0.4 * TRACES_PER_SECOND);
  expect(legacy?.requestsPerSecond).toBeLessThan(0.75 * TRACES_PER_SECOND);
});
