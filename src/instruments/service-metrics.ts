import type { Meter } from "@opentelemetry/api";
import { PRESSURE_STEPS, type PressureState } from "../contracts/ports/pressure.ts";

/** What is asked whenever somebody wants to know. */
export interface ServiceGauges {
  /** How much Scout holds. */
  load(): { services: number; series: number; traceShare: number; bytes: Record<string, number> };
  pressure(): PressureState;
  openIncidents(): Promise<number>;
  /** What waits to be remembered. */
  memoryWaiting(): number;
  /** Seconds since anything was last heard; null where nothing ever was. */
  signalAge(): number | null;
}

/** What the service is at: read when it is asked for, and costs nothing in between. */
export function serviceMetrics(meter: Meter, gauges: ServiceGauges): void {
  const gauge = (name: string, description: string, unit: string) =>
    meter.createObservableGauge(`sre_space.${name}`, { description, unit });
  gauge("services", "Services that are watched", "{service}").addCallback((result) =>
    result.observe(gauges.load().services),
  );
  gauge("series", "Operations and whole services that are followed", "{series}").addCallback((result) =>
    result.observe(gauges.load().series),
  );
  gauge("traces.share", "Part of all traces that is looked at whole", "1").addCallback((result) =>
    result.observe(gauges.load().traceShare),
  );
  gauge("held", "What Scout holds, by kind", "By").addCallback((result) => {
    for (const [kind, bytes] of Object.entries(gauges.load().bytes)) result.observe(bytes, { kind });
  });
  gauge("process.memory.used", "Memory in use, with what the service started", "By").addCallback((result) =>
    result.observe(gauges.pressure().memory.used),
  );
  gauge("process.memory.limit", "What that is measured against", "By").addCallback((result) =>
    result.observe(gauges.pressure().memory.limit),
  );
  gauge("pressure", `What was given up: ${PRESSURE_STEPS.join(", ")}, from 0`, "1").addCallback((result) =>
    result.observe(PRESSURE_STEPS.indexOf(gauges.pressure().step)),
  );
  gauge("incidents.open", "Incidents that are open", "{incident}").addCallback(async (result) =>
    result.observe(await gauges.openIncidents()),
  );
  gauge("memory.waiting", "Past incidents that wait to be remembered", "{incident}").addCallback((result) =>
    result.observe(gauges.memoryWaiting()),
  );
  gauge("signal.age", "Since a signal was last heard", "s").addCallback((result) => {
    const age = gauges.signalAge();
    if (age !== null) result.observe(age);
  });
}
