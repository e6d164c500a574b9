import type { Anomaly } from "../../src/contracts/anomaly.ts";
import { ManagedHeap } from "../../test/observe/memory/managed-heap.ts";
import { type Behaviour, type Process, REPOSITORY, ShopWorld, SLO } from "../../test/observe/shop-world.ts";
import { throughOtlp } from "./through-otlp.ts";

export interface VirtualDays {
  seed: number;
  days: number;
  /** Requests a second at the height of the day. */
  rate: number;
}

export interface VirtualDaysResult {
  days: number;
  deployments: number;
  restarts: number;
  bursts: number;
  /** What Scout took for an anomaly, and on which day. */
  alarms: { day: number; service: string; symptom: string; summary: string }[];
}

const REFUSED = { type: "Error", message: "connect ECONNREFUSED", file: "/srv/shop/http.ts", line: 7 };
const SERVICES = ["storefront", "quotes", "policies"] as const;
const MINUTES_A_DAY = 1_440;
/** The world's clock begins on a Monday at nine. */
const FIRST_HOUR = 9;
/** Within the objective, as every system has them. */
const FAILING = 0.0005;

/**
 * Whole days of a healthy shop on a virtual clock, through OTLP and the whole of Scout: customers by the hour, fewer at the
 * weekend, innocent deployments whose processes are slow at first, restarts, bursts, and memory that is collected now and then.
 *
 * @param progress is told the days that are over
 */
export function virtualDays(
  { seed, days, rate }: VirtualDays,
  progress: (done: number) => void = () => {},
): VirtualDaysResult {
  const draw = generator(seed);
  const heaps = new WeakMap<Process, ManagedHeap>();
  const world: ShopWorld = new ShopWorld({
    seed,
    rate,
    slo: (_, repositories) =>
      repositories.includes(REPOSITORY)
        ? { repository: REPOSITORY, environmentFilter: "production", slo: SLO }
        : null,
    memory(process, age, random) {
      const heap = heaps.get(process) ?? new ManagedHeap(random);
      heaps.set(process, heap);
      return heap.read(age, world?.options.rate ?? 0);
    },
    behave: (_process, _operation, _at, random): Behaviour => (random() < FAILING ? { error: REFUSED } : {}),
  });
  const scout = throughOtlp(world.scout);
  const result: VirtualDaysResult = { days, deployments: 0, restarts: 0, bursts: 0, alarms: [] };
  const seen = new Set<Anomaly>();
  let burstUntil = -1;
  let burst = 1;
  for (let minute = 0; minute < days * MINUTES_A_DAY; minute++) {
    const time = minute + 60 * FIRST_HOUR;
    const day = Math.floor(time / MINUTES_A_DAY);
    const hour = (time % MINUTES_A_DAY) / 60;
    if (minute > 10 && draw() < 10 / MINUTES_A_DAY) {
      result.bursts++;
      burst = 2 + 3 * draw();
      burstUntil = minute + 1 + Math.floor(6 * draw());
    }
    const weekend = day % 7 >= 5 ? 0.6 : 1;
    const byHour = 0.55 + 0.45 * Math.cos(((hour - 15) / 24) * 2 * Math.PI);
    world.options.rate = rate * weekend * byHour * (minute < burstUntil ? burst : 1);
    const service = SERVICES[Math.floor(draw() * SERVICES.length)] as string;
    // People deploy while they are at work.
    const working = hour >= 8 && hour < 19 && weekend === 1;
    if (working && draw() < 1 / 40) {
      result.deployments++;
      world.deploy(service, `d${result.deployments.toString(16)}`.padEnd(40, "0"));
    } else if (draw() < 6 / MINUTES_A_DAY) {
      result.restarts++;
      world.deploy(service, world.processes.get(service)?.revision as string);
    }
    world.run(60, undefined, scout);
    for (const anomaly of world.anomalies) {
      if (seen.has(anomaly)) continue;
      seen.add(anomaly);
      const { symptom, summary } = anomaly;
      result.alarms.push({ day, service: anomaly.service, symptom, summary });
    }
    if ((minute + 1) % 60 === 0) progress((minute + 1) / MINUTES_A_DAY);
  }
  return result;
}

/** A seeded generator of numbers from 0 to 1, apart from the world's own (mulberry32). */
function generator(seed: number): () => number {
  let state = (seed * 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
