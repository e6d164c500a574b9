import { attribute, type KeyValue } from "../unseen/attribute.ts";

export interface Metric {
  name: string;
  unit: string;
  gauge?: { dataPoints: { timeUnixNano: string; asDouble: number; attributes: KeyValue[] }[] };
}

type Derived = [name: string, unit: string, value: number, attributes?: Record<string, string>];

/**
 * What the runtime instrumentation of a language reports beside the process's memory and processor, by the semantic
 * conventions for JVM, .NET, Node.js, CPython and Go. Its values follow from those two, so that nothing new is claimed.
 */
const runtimes: Record<string, (bytes: number, cpu: number, jitter: number) => Derived[]> = {
  java: (bytes, cpu, jitter) => [
    [
      "jvm.memory.used",
      "By",
      Math.round(bytes * 0.71),
      { "jvm.memory.type": "heap", "jvm.memory.pool.name": "G1 Old Gen" },
    ],
    [
      "jvm.memory.used",
      "By",
      Math.round(96e6 + 1e6 * jitter),
      { "jvm.memory.type": "non_heap", "jvm.memory.pool.name": "Metaspace" },
    ],
    ["jvm.cpu.recent_utilization", "1", cpu],
    ["jvm.thread.count", "{thread}", 46 + Math.round(6 * jitter), { "jvm.thread.state": "runnable" }],
  ],
  nodejs: (bytes, cpu, jitter) => [
    ["v8js.memory.heap.used", "By", Math.round(bytes * 0.55), { "v8js.heap.space.name": "old_space" }],
    ["nodejs.eventloop.utilization", "1", Math.min(1, cpu * 1.1)],
    ["nodejs.eventloop.delay.mean", "s", 0.0104 + 0.0006 * jitter],
  ],
  go: (bytes, _cpu, jitter) => [
    ["go.memory.used", "By", Math.round(bytes * 0.8), { "go.memory.type": "other" }],
    ["go.goroutine.count", "{goroutine}", 90 + Math.round(25 * jitter)],
  ],
  dotnet: (bytes, _cpu, jitter) => [
    ["dotnet.process.memory.working_set", "By", bytes],
    ["dotnet.gc.last_collection.heap.size", "By", Math.round(bytes * 0.4), { "gc.heap.generation": "gen2" }],
    ["dotnet.thread_pool.thread.count", "{thread}", 12 + Math.round(4 * jitter)],
  ],
  python: (bytes, cpu) => [
    ["process.runtime.cpython.memory", "By", Math.round(bytes * 0.9), { type: "rss" }],
    ["process.runtime.cpython.cpu.utilization", "1", cpu],
  ],
  ruby: (_bytes, _cpu, jitter) => [["puma.pool_capacity", "{thread}", 4 + Math.round(jitter)]],
  php: (_bytes, _cpu, jitter) => [["phpfpm.active_processes", "{process}", 3 + Math.round(2 * jitter)]],
  erlang: (bytes, _cpu, jitter) => [
    ["erlang.vm.memory", "By", Math.round(bytes * 0.62), { kind: "processes" }],
    ["erlang.vm.run_queues_length", "{process}", Math.round(jitter)],
  ],
  rust: (_bytes, _cpu, jitter) => [["tokio.runtime.alive_tasks", "{task}", 40 + Math.round(12 * jitter)]],
  cpp: (_bytes, _cpu, jitter) => [
    ["process.open_file_descriptor.count", "{count}", 70 + Math.round(8 * jitter)],
  ],
};

const last = (metrics: readonly Metric[], name: string) =>
  metrics.find((metric) => metric.name === name)?.gauge?.dataPoints.at(-1);

/** The runtime's own metrics for what one process reported; those that it has already are left as they are. */
export function runtimeMetrics(language: string, metrics: readonly Metric[]): Metric[] {
  const memory = last(metrics, "process.memory.usage");
  const cpu = last(metrics, "process.cpu.utilization")?.asDouble ?? 0.2;
  if (!memory) return [];
  const jitter = (memory.asDouble % 97) / 97;
  const derived = runtimes[language]?.(memory.asDouble, cpu, jitter) ?? [];
  const taken = new Set(metrics.map(({ name }) => name));
  return [...Map.groupBy(derived, ([name]) => name)]
    .filter(([name]) => !taken.has(name))
    .map(([name, points]) => ({
      name,
      unit: points[0]![1],
      gauge: {
        dataPoints: points.map(([, , value, attributes = {}]) => ({
          timeUnixNano: memory.timeUnixNano,
          asDouble: value,
          attributes: Object.entries(attributes).map(([key, text]) => attribute(key, text)),
        })),
      },
    }));
}
