import { parentPort } from "node:worker_threads";
import { type FaultKind, type FaultResult, faultCase } from "./fault-case.ts";
import { type FalseAlarm, healthySeries } from "./healthy-series.ts";
import { type ScoutCase, type ScoutResult, scoutCase } from "./scout-case.ts";

export type Job =
  | { job: "healthy"; series: number; days: number; seed: number }
  | { job: "fault"; kind: FaultKind; rate: number; seed: number }
  | { job: "scout"; case: ScoutCase };

export type Answer = { alarms: FalseAlarm[] } | { fault: FaultResult } | { scout: ScoutResult };

parentPort?.on("message", (job: Job) => {
  parentPort?.postMessage(answer(job));
});

function answer(job: Job): Answer {
  switch (job.job) {
    case "healthy":
      return { alarms: healthySeries(job.series, job.days, job.seed) };
    case "fault":
      return { fault: faultCase(job.kind, job.rate, job.seed) };
    case "scout":
      return { scout: scoutCase(job.case) };
  }
}
