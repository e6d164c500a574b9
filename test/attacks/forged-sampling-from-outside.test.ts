import { describe, expect, it } from "vitest";
import type { Span } from "../../src/contracts/telemetry.ts";
import { type Options, REPOSITORY, SampledService } from "../observe/real/sampled-service.ts";

const EVERY_SECONDS = 8;

/** Calls it now and then, as anybody on the internet can, with a trace state of its own. */
function withOutsider(service: SampledService, traceState: string, seconds: number, until?: () => boolean) {
  for (let second = 0; second < seconds; second += EVERY_SECONDS) {
    service.run(EVERY_SECONDS, until);
    if (until?.()) return;
    const id = `${service.now}`;
    const span: Span = {
      traceId: id.padStart(32, "e"),
      spanId: id.padStart(16, "e"),
      traceState,
      name: "GET /quotes/{id}",
      kind: "server",
      startMs: service.now - 40,
      endMs: service.now - 10,
      status: "unset",
      attributes: {
        "http.request.method": "GET",
        "http.route": "/quotes/{id}",
        "http.response.status_code": 200,
      },
      events: [],
      resource: { service: "quotes", attributes: {}, instance: "pod-first", revision: "a".repeat(40) },
    };
    service.scout.ingest({
      kind: "telemetry",
      repositories: [REPOSITORY],
      receivedAt: new Date(service.now).toISOString(),
      telemetry: { spans: [span], points: [], logs: [] },
    });
  }
}

describe("a stranger's requests with a trace state of his own", () => {
  it.each(["ot=p:63", "ot=p:19", "ot=th:fffff", "vendor=1,ot=th:ffff"])(
    "hide no failure of others' requests (%s)",
    (traceState) => {
      const service = new SampledService();
      withOutsider(service, traceState, 120);
      service.options.failing = () => 0.2;
      withOutsider(service, traceState, 60, () => service.anomalies.length > 0);
      expect(service.anomalies[0]).toMatchObject({ symptom: "errors" });
      expect(service.anomalies[0]?.observed.value).toBeGreaterThan(0.1);
    },
  );

  it.each(["ot=th:0", "ot=p:0", "ot=p:19"])(
    "make no alarm of a tail sampler that says nothing of itself (%s)",
    (traceState) => {
      const kept: Options = { failing: () => 0.004, spans: { good: 0.01, failed: 1 }, rate: 250 };
      const service = new SampledService(kept);
      withOutsider(service, traceState, 200);
      expect(service.anomalies).toEqual([]);
    },
  );

  it("weigh nothing where the policy says that nothing is sampled", () => {
    const service = new SampledService({ claim: { telemetry: { sampling: "none" } }, rate: 2 });
    withOutsider(service, "ot=p:19", 60);
    expect(service.scout.services()[0]?.requestsPerSecond).toBeLessThan(10);
  });
});
