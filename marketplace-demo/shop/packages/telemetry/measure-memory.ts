import {
  constants,
  type NodeGCPerformanceDetail,
  type PerformanceEntry,
  PerformanceObserver,
} from "node:perf_hooks";
import { metrics } from "@opentelemetry/api";

/**
 * Memory of the process: resident set and V8 heap, and the heap right after the last full collection, which is
 * what the program really holds on to.
 */
export function measureMemory(): void {
  const meter = metrics.getMeter("fernhill/memory");
  const usage = meter.createObservableGauge("process.memory.usage", {
    unit: "By",
    description: "The amount of physical memory in use.",
  });
  const heap = meter.createObservableGauge("nodejs.memory.heap.used", {
    unit: "By",
    description: "V8 heap in use.",
  });
  const live = meter.createObservableGauge("nodejs.memory.heap.used_after_gc", {
    unit: "By",
    description: "V8 heap in use right after the last full garbage collection.",
  });

  let heapAfterGc: number | undefined;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { detail } = entry as PerformanceEntry & { detail: NodeGCPerformanceDetail };
      if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) heapAfterGc = process.memoryUsage().heapUsed;
    }
  }).observe({ entryTypes: ["gc"] });

  meter.addBatchObservableCallback(
    (result) => {
      const { rss, heapUsed } = process.memoryUsage();
      result.observe(usage, rss);
      result.observe(heap, heapUsed);
      if (heapAfterGc !== undefined) result.observe(live, heapAfterGc);
    },
    [usage, heap, live],
  );
}
