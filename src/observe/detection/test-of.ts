import type { OperationSeries } from "../operation-series.ts";
import { SequentialTest } from "./sequential-test.ts";

const tests = new WeakMap<OperationSeries, Map<"errors" | "latency", SequentialTest>>();

/** The running test of a series. It is not kept over a restart: what it needs, it learns again from the series. */
export function testOf(series: OperationSeries, symptom: "errors" | "latency"): SequentialTest {
  let own = tests.get(series);
  if (!own) {
    own = new Map();
    tests.set(series, own);
  }
  let test = own.get(symptom);
  if (!test) {
    test = new SequentialTest();
    own.set(symptom, test);
  }
  return test;
}
