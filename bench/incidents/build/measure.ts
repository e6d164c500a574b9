import type { Random } from "../../telemetry/random.ts";
import type { System } from "../definition.ts";
import type { ActiveEffects } from "./active-effects.ts";
import { recordMetrics } from "./record-metrics.ts";
import type { Process, Recorder } from "./recorder.ts";
import { RequestHistogram } from "./request-histogram.ts";

/** What processes tell without being asked: metrics, and log lines that come by themselves. */
export function measure(of: {
  system: System;
  all: readonly Process[];
  served: { process: Process; operation: string; at: number; ms: number; status: number }[];
  from: number;
  to: number;
  zeroMs: number;
  effects: ActiveEffects;
  recorder: Recorder;
  random: Random;
}): void {
  const byProcess = Map.groupBy(of.served, ({ process }) => process);
  for (const process of of.all) {
    const service = of.system.services[process.service] as System["services"][string];
    const requests = (byProcess.get(process) ?? []).sort((a, b) => a.at - b.at);
    const histogram = new RequestHistogram();
    let next = 0;
    const histogramAt = (atMs: number) => {
      for (; next < requests.length; next++) {
        const one = requests[next] as (typeof requests)[number];
        if (one.at > atMs) break;
        histogram.add(one.operation, one.ms, one.status);
      }
      return service.semconv === "new" ? histogram : null;
    };
    recordMetrics({
      service,
      process,
      fromMs: of.from,
      toMs: of.to,
      zeroMs: of.zeroMs,
      effects: of.effects,
      recorder: of.recorder,
      random: of.random,
      histogramAt,
    });
    recordLines(of.effects, process, of);
  }
}

/** Log lines that come by themselves. */
function recordLines(
  effects: ActiveEffects,
  process: Process,
  of: { from: number; to: number; zeroMs: number; recorder: Recorder; random: Random },
): void {
  for (const effect of effects.of(process.service)) {
    if (effect.every === undefined || !effect.log) continue;
    for (
      let at = Math.max(of.from, process.fromMs);
      at < Math.min(of.to, process.toMs);
      at += effect.every * (0.8 + 0.4 * of.random.uniform())
    ) {
      if (!effects.on(process, at).some((one) => one.effect === effect)) continue;
      of.recorder.add("logs", process, at, {
        timeUnixNano: `${Math.round((of.zeroMs + at) * 1000)}000`,
        severityNumber: { INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 }[effect.log.level],
        severityText: effect.log.level,
        body: {
          stringValue: effect.log.body.replace(/\{n\}/g, () =>
            String(Math.floor(10_000 + 90_000 * of.random.uniform())),
          ),
        },
        attributes: [],
      });
    }
  }
}
