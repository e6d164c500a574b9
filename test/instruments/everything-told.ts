import type { Meter } from "@opentelemetry/api";
import { incidentMetrics } from "../../src/instruments/incident-metrics.ts";
import { serviceMetrics } from "../../src/instruments/service-metrics.ts";
import { startTelemetry } from "../../src/instruments/start-telemetry.ts";
import { tracedModel } from "../../src/instruments/traced-model.ts";
import { aDiagnosis, anIncident, at, MERGED } from "../loop/an-incident.ts";

/**
 * `/metrics` of a service that did everything once.
 *
 * @param created is given the name of each instrument that was made, whether anything was told by it or not
 */
export async function everythingTold(created: (name: string) => void = () => {}): Promise<string> {
  const telemetry = await startTelemetry({}, 0, () => {});
  const meter = new Proxy(telemetry.meter, {
    get(whole, key: keyof Meter) {
      const made = whole[key] as (name: string, ...more: unknown[]) => unknown;
      return (name: string, ...more: unknown[]) => {
        if (key.startsWith("create")) created(name);
        return made.call(whole, name, ...more);
      };
    },
  });
  serviceMetrics(meter, {
    load: () => ({ services: 1, series: 2, traceShare: 1, bytes: { traces: 3 } }),
    pressure: () => ({ step: "none", memory: { used: 1, limit: 2 }, reason: null }),
    openIncidents: async () => 1,
    memoryWaiting: () => 0,
    signalAge: () => 1,
  });
  const merge = { merge: { sha: MERGED, at: at(9000) } } as never;
  const tell = incidentMetrics(meter, 0);
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
  const model = tracedModel({ id: "m", price: null, ask: async () => reply }, meter);
  await model.ask({ maxTokens: 1 } as never);
  const text = await telemetry.prometheus();
  await telemetry.stop();
  return text;
}
