import type { Span, Telemetry } from "../../src/contracts/telemetry.ts";
import type { Scout } from "../../src/observe/scout.ts";
import {
  type Behaviour,
  ordinaryMemory,
  type Process,
  ShopWorld,
  type WorldOptions,
} from "../../test/observe/shop-world.ts";

/** How telemetry reaches Scout. */
export type Pipeline = "plain" | "lag 30 s" | "skew ±2 s" | "sampled 1%" | "tail-sampled" | "out of order";

export type ScoutFault =
  | { kind: "errors"; share: number }
  | { kind: "latency"; share: number; slowMs: number }
  | { kind: "leak"; bytesPerSecond: number };

export interface ScoutCase {
  seed: number;
  pipeline: Pipeline;
  /** Requests a second that reach the storefront; four in ten go to the operation that breaks. */
  rate: number;
  /** null: half an hour of deployments, restarts and bursts in which nothing is wrong. */
  fault: ScoutFault | null;
}

export interface ScoutResult {
  /** Anomalies of what was not broken, by service and symptom. */
  wrong: string[];
  /** Seconds from the fault's first request to its anomaly; null where there was none in time. */
  delay: number | null;
  onsetInside: boolean | null;
  /** Seconds of virtual time. */
  seconds: number;
}

const BAD = "b".repeat(40);
const REFUSED = { type: "Error", message: "connect ECONNREFUSED", file: "/srv/shop/http.ts", line: 7 };
const FAULT = { type: "TypeError", message: "rate is undefined", file: "/srv/shop/price.ts", line: 42 };
const PATIENCE_SECONDS = 150;
/** One trace in a hundred, and the rejection threshold that says so. */
const KEPT = 0.01;
const THRESHOLD = "ot=th:fd70a3d70a3d7";

/** The whole of Scout over spans and metrics of a shop, with a truth that is known. */
export function scoutCase(of: ScoutCase): ScoutResult {
  const world = new ShopWorld(optionsOf(of));
  const scout = through(of.pipeline, world.scout);
  if (!of.fault) {
    healthyHalfHour(world, scout, of.seed);
    return { ...resultOf(world, () => false, null), seconds: 1_800 };
  }
  world.run(240, undefined, scout);
  const from = world.now;
  world.deploy("quotes", BAD);
  const symptom = of.fault.kind === "leak" ? "memory" : of.fault.kind;
  const isIt = (one: { service: string; symptom: string }) =>
    one.service === "quotes" && one.symptom === symptom;
  world.run(PATIENCE_SECONDS, () => world.anomalies.some(isIt), scout);
  return { ...resultOf(world, isIt, from), seconds: (world.now - from) / 1000 + 240 };
}

function resultOf(
  world: ShopWorld,
  isIt: (one: { service: string; symptom: string }) => boolean,
  from: number | null,
): Omit<ScoutResult, "seconds"> {
  const wrong = world.anomalies
    .filter((one) => !isIt(one) || Date.parse(one.detectedAt) < (from ?? 0))
    .map((one) => `${one.service} ${one.symptom}: ${one.summary}`);
  const right = world.anomalies.find(isIt);
  if (!right || from === null) return { wrong, delay: null, onsetInside: null };
  const { earliest, latest } = right.onset;
  return {
    wrong,
    delay: (Date.parse(right.detectedAt) - from) / 1000,
    // The first request that meets the fault comes a moment after its deployment.
    onsetInside: Date.parse(earliest) <= from + 2_000 && Date.parse(latest) >= from,
  };
}

function optionsOf({ seed, pipeline, rate, fault }: ScoutCase): WorldOptions {
  return {
    seed,
    rate: pipeline === "sampled 1%" ? 20 * rate : rate,
    behave: (process, operation, at, random): Behaviour => {
      const age = at - process.startMs;
      if (age < 700 && process.startMs > 0 && process.revision.startsWith("d")) return { error: REFUSED };
      if (random() < 0.0005) return { error: REFUSED };
      if (!fault || process.revision !== BAD || operation !== "POST /quotes") return {};
      if (fault.kind === "errors" && random() < fault.share) return { error: FAULT };
      if (fault.kind === "latency" && random() < fault.share) return { slowMs: fault.slowMs };
      return {};
    },
    memory: (process: Process, age, random) => {
      const kept = fault?.kind === "leak" && process.revision === BAD ? fault.bytesPerSecond * age : 0;
      return Object.fromEntries(
        Object.entries(ordinaryMemory(process, age, random)).map(([name, bytes]) => [name, bytes + kept]),
      );
    },
    ...(pipeline === "lag 30 s" ? { lagMs: () => 30_000 } : {}),
    ...(pipeline === "out of order" ? { lagMs: (_: string, random: () => number) => 8_000 * random() } : {}),
    ...(pipeline === "skew ±2 s"
      ? { skewMs: (service: string) => (service === "quotes" ? 2_000 : -2_000) }
      : {}),
  };
}

function healthyHalfHour(world: ShopWorld, scout: Scout, seed: number): void {
  const usual = world.options.rate ?? 15;
  for (let minute = 0; minute < 30; minute++) {
    world.options.rate = usual * (minute % 15 === 7 ? 4 : minute % 20 === 3 ? 0.2 : 1);
    world.run(60, undefined, scout);
    const service = ["quotes", "policies", "storefront"][(minute + seed) % 3] as string;
    if (minute % 4 === 2) world.deploy(service, `d${minute.toString(16)}`.padEnd(40, "0"));
    if (minute % 10 === 5) world.deploy(service, world.processes.get(service)?.revision as string);
  }
}

/** What a sampler between the services and Scout lets through. */
function through(pipeline: Pipeline, scout: Scout): Scout {
  if (pipeline !== "sampled 1%" && pipeline !== "tail-sampled") return scout;
  const failed = new Set<string>();
  const isKept = (span: Span) => Number.parseInt(span.traceId.slice(0, 8), 16) / 2 ** 32 < KEPT;
  const sampled = (telemetry: Telemetry): Telemetry => {
    if (pipeline === "sampled 1%") {
      const spans = telemetry.spans.filter(isKept).map((span) => ({ ...span, traceState: THRESHOLD }));
      return { ...telemetry, spans };
    }
    for (const span of telemetry.spans) if (span.status === "error") failed.add(span.traceId);
    const spans = telemetry.spans
      .filter((span) => failed.has(span.traceId) || isKept(span))
      .map((span) => ({ ...span, attributes: { ...span.attributes, "tailsampling.policy": "errors" } }));
    return { ...telemetry, spans };
  };
  return { ...scout, ingest: (signal) => scout.ingest({ ...signal, telemetry: sampled(signal.telemetry) }) };
}
