import type { Random } from "../../telemetry/random.ts";
import type { Language, Metric, Service } from "../definition.ts";
import type { ActiveEffects } from "./active-effects.ts";
import { otlpAttributes } from "./otlp-attributes.ts";
import type { Json, Process, Recorder } from "./recorder.ts";
import type { RequestHistogram } from "./request-histogram.ts";

const EVERY_MS = 15_000;
const MB = 2 ** 20;

const MEMORY: Readonly<Record<Language, readonly [string, Record<string, string>]>> = {
  node: ["v8js.memory.heap.used", { "v8js.heap.space.name": "old_space" }],
  python: ["process.runtime.cpython.memory", { type: "rss" }],
  go: ["go.memory.used", { "go.memory.type": "other" }],
  java: ["jvm.memory.used", { "jvm.memory.type": "heap", "jvm.memory.pool.name": "G1 Old Gen" }],
  ruby: ["process.memory.usage", {}],
  dotnet: ["dotnet.gc.last_collection.heap.size", { "dotnet.gc.heap.generation": "gen2" }],
  php: ["process.memory.usage", {}],
};

/** Everything that one process measures, every fifteen seconds of its life. */
export function recordMetrics(of: {
  service: Service;
  process: Process;
  fromMs: number;
  toMs: number;
  zeroMs: number;
  effects: ActiveEffects;
  recorder: Recorder;
  random: Random;
  /** Requests until a time. */
  histogramAt: (atMs: number) => RequestHistogram | null;
}): void {
  const { service, process, effects, recorder, random, zeroMs } = of;
  const begin = Math.max(of.fromMs, process.fromMs);
  const end = Math.min(of.toMs, process.toMs);
  let jitter = EVERY_MS * random.uniform();
  for (let at = begin + jitter; at < end; at += EVERY_MS, jitter = 0) {
    const now = effects.on(process, at);
    if (now.some(({ effect }) => effect.stops)) break;
    const age = (at - process.fromMs) / 60_000;
    let leaked = 0;
    for (const { effect } of now) {
      const since = effects.beginsMs(effect, process);
      if (effect.leak_mb_per_minute && since !== null)
        leaked += (effect.leak_mb_per_minute * (at - since)) / 60_000;
    }
    const warm = service.memory_mb * (0.8 + 0.2 * Math.min(1, age / 3));
    const noise = 1 + 0.03 * random.normal();
    const [name, attributes] = MEMORY[process.language];
    const put = (record: Json) => recorder.add("metrics", process, at, record);
    const gauge = (metric: Metric, value: number) => {
      const points = [
        {
          attributes: otlpAttributes(metric.attributes),
          startTimeUnixNano: nano(zeroMs + process.fromMs),
          timeUnixNano: nano(zeroMs + at),
          asDouble: value,
        },
      ];
      const data =
        metric.kind === "sum"
          ? { sum: { dataPoints: points, aggregationTemporality: 2, isMonotonic: false } }
          : { gauge: { dataPoints: points } };
      put({ name: metric.name, unit: metric.unit, ...data });
    };
    gauge({ name, unit: "By", value: 0, kind: "sum", attributes }, Math.round((warm * noise + leaked) * MB));
    const overrides = new Map(
      now.flatMap(({ effect, grown }) => effect.metric.map((one) => [keyOf(one), { one, grown }])),
    );
    const usual = [
      { name: "process.cpu.utilization", unit: "1", value: 0.18, kind: "gauge" as const, attributes: {} },
      ...service.metrics,
    ];
    const known = new Set(usual.map(keyOf));
    for (const metric of usual) {
      const changed = overrides.get(keyOf(metric));
      const value = changed
        ? metric.value + (changed.one.value - metric.value) * changed.grown
        : metric.value;
      const spread = changed && metric.name.endsWith("utilization") ? 0.01 : 0.08;
      gauge(
        metric,
        wholeLike(metric.value, Math.max(0, value * (1 + spread * random.normal())), changed?.one.value),
      );
    }
    for (const [key, { one }] of overrides) if (!known.has(key)) gauge(one, one.value);
    const points = of.histogramAt(at)?.points(zeroMs + process.fromMs, zeroMs + at) ?? [];
    if (points.length > 0)
      put({
        name: "http.server.request.duration",
        unit: "s",
        histogram: { aggregationTemporality: 2, dataPoints: points },
      });
  }
}

const keyOf = ({ name, attributes }: Metric) => `${name} ${JSON.stringify(attributes)}`;

/** Counts stay whole, and what is told to be full is full. */
function wholeLike(usual: number, value: number, wanted: number | undefined): number {
  if (wanted !== undefined && value > wanted && wanted > usual) return wanted;
  return Number.isInteger(usual) ? Math.round(value) : value;
}

const nano = (ms: number) => `${Math.round(ms * 1000)}000`;
