import { errorDemands } from "../../src/observe/detection/error-demands.ts";
import { estimateOnset } from "../../src/observe/detection/estimate-onset.ts";
import type { Finding } from "../../src/observe/detection/finding.ts";
import { latencyDemands } from "../../src/observe/detection/latency-demands.ts";
import { SequentialTest } from "../../src/observe/detection/sequential-test.ts";
import { CountedSeries } from "../telemetry/counted-series.ts";
import type { ServiceTruth } from "../telemetry/service-truth.ts";
import type { Sink } from "../telemetry/traffic.ts";

export interface Alarm {
  symptom: "errors" | "latency";
  /** The end of the second in which it was found. */
  second: number;
  finding: Finding;
  onset: { at: number; earliest: number; latest: number };
}

export interface WatchedSeries extends Sink {
  /** What its tests know now. */
  known(symptom: Alarm["symptom"]): SequentialTest["known"];
}

/** The product's own tests over one series' counts, looked at as Scout does: wherever something bad has come. */
export function watchSeries(truth: ServiceTruth, alarm: (alarm: Alarm) => void): WatchedSeries {
  const slo = {
    ...(truth.allowed === null ? {} : { availability: 1 - truth.allowed }),
    ...(truth.limitMs === null ? {} : { latency: { p95: truth.limitMs } }),
  };
  const tests = { errors: new SequentialTest(), latency: new SequentialTest() };
  const watch = (symptom: Alarm["symptom"]) => {
    const series = new CountedSeries();
    const test = tests[symptom];
    const demands = symptom === "errors" ? errorDemands(slo) : latencyDemands(slo);
    let quietUntil = 0;
    return (second: number, total: number, hits: number) => {
      series.add(second, total, hits);
      if (hits === 0) return;
      const finding = test.look(series, demands);
      if (!finding || second < quietUntil) return;
      // One breach is one alarm until it has been well for a while, as the watch has it.
      quietUntil = second + 120;
      alarm({ symptom, second: second + 1, finding, onset: estimateOnset(series, 0, finding) });
    };
  };
  return { errors: watch("errors"), slow: watch("latency"), known: (symptom) => tests[symptom].known };
}
