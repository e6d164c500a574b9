import { incidentMetrics } from "../../src/instruments/incident-metrics.ts";
import { serviceMetrics } from "../../src/instruments/service-metrics.ts";
import { startTelemetry } from "../../src/instruments/start-telemetry.ts";
import { tracedModel } from "../../src/instruments/traced-model.ts";
import { aDiagnosis, anIncident, at, MERGED } from "../loop/an-incident.ts";

/** `/metrics` of a service that did everything once. */
export async function everythingTold(): Promise<string> {
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
  await telemetry.stop();
  return text;
}
