import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { incidentMetrics } from "../../src/instruments/incident-metrics.ts";
import { serviceMetrics } from "../../src/instruments/service-metrics.ts";
import { startTelemetry } from "../../src/instruments/start-telemetry.ts";
import { tracedModel } from "../../src/instruments/traced-model.ts";
import { aDiagnosis, anIncident, at, MERGED } from "../loop/an-incident.ts";

/** Every metric that a service has told that did everything once. */
async function told(): Promise<Set<string>> {
  const telemetry = await startTelemetry({}, 0, () => {});
  serviceMetrics(telemetry.meter, {
    load: () => ({ services: 1, series: 2, traceShare: 1, bytes: { traces: 3 } }),
    pressure: () => ({ step: "none", memory: { used: 1, limit: 2 }, reason: null }),
    openIncidents: async () => 1,
    memoryWaiting: () => 0,
    signalAge: () => 1,
  });
  const merge = { merge: { sha: MERGED, at: at(9000) } } as never;
  const tell = incidentMetrics(telemetry.meter, 0);
  tell(anIncident());
  tell(anIncident({ diagnosis: aDiagnosis({ tokens: 5 }), outcome: merge, writes: 1 }));
  tell(
    anIncident({
      diagnosis: aDiagnosis(),
      outcome: merge,
      rollback: { at: at(9500), why: "worse", reason: "", by: null, of: MERGED },
      closed: { at: at(20_000), as: "healed" },
    }),
  );
  const reply = { text: "", calls: [], usage: { input: 1, cached: 0, output: 1 } };
  const model = tracedModel({ id: "m", price: null, ask: async () => reply }, telemetry.meter);
  await model.ask({ maxTokens: 1 } as never);
  const text = await telemetry.prometheus();
  return new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name as string));
}

const read = (file: string) => readFileSync(new URL(`../../docs/${file}`, import.meta.url), "utf8");

describe("the names of metrics", () => {
  it("are those of docs/operating.md, each and no other", async () => {
    const documented = [...read("operating.md").matchAll(/^\| `((?:sre_space|gen_ai)_\w+)` \|/gm)].map(
      ([, name]) => name as string,
    );
    expect(documented.sort()).toEqual([...(await told())].sort());
  });

  it("are those that the dashboard asks for", async () => {
    const known = await told();
    const asked = [...read("grafana.json").matchAll(/\b(?:sre_space|gen_ai_client)_\w+/g)].map(([name]) =>
      name.replace(/_(?:bucket|sum|count)$/, ""),
    );
    expect(asked.length).toBeGreaterThan(15);
    for (const name of asked) expect(known).toContain(name);
  });
});
