import { assignBlame, type Blame, type Item } from "./assign-blame.ts";
import { type Comparison, compareSamples } from "./compare-samples.ts";
import { falseDiscoveries } from "./false-discoveries.ts";
import type { inheritTrouble } from "./inherit-trouble.ts";
import type { Ledger, Timing } from "./ledger.ts";
import { blameRetries } from "./retry-storms.ts";
import type { Adder } from "./structure-blame.ts";

const FALSE = 0.01;
/** What may be chance counts this much at most: enough to be named where nothing else is. */
const UNSURE = 0.05;
/** Below this, in milliseconds, clocks and schedulers speak, not services. */
const FLOOR_MS = 0.5;

interface Moved {
  timing: Timing;
  found: Comparison;
  /** Milliseconds a trace, discounted by how long it always took. */
  weight: number;
  candidates: Item["candidates"];
}

/**
 * Who made requests slow. Each request's time is taken apart into own times and ways between services, each
 * compared with the same of the baseline, so that a service that waits for another keeps nothing of the delay.
 * Whose a way is, the caller's or the callee's, one way cannot tell; of a service whose network, host or process
 * is at fault all of them slow down, in and out, and the other side's remaining ones do not. That is solved for
 * all services together by reassigning each way in proportion to what either side explains otherwise.
 */
export function timeBlame(
  ledger: Ledger,
  extra: readonly Item[],
  inherit: ReturnType<typeof inheritTrouble>,
  busier: ReadonlyMap<string, readonly Adder[]>,
  storms: ReadonlyMap<string, readonly Adder[]>,
): {
  blames: Blame[];
  strength: number;
  changed: Map<string, number>;
  compared: { timing: Timing; found: Comparison; sure: boolean }[];
} {
  const compared = ledger.timings.flatMap((timing) => {
    const found = compareSamples(Float64Array.from(timing.samples[1]), Float64Array.from(timing.samples[0]));
    return found ? [{ timing, found }] : [];
  });
  const limit = falseDiscoveries(
    compared.map(({ found }) => found.p),
    FALSE,
  );
  const adjacent = new Map<string, { all: number; moved: number }>();
  const moved: Moved[] = [];
  const changed = new Map<string, number>();
  for (const { timing, found } of compared) {
    const count = timing.samples[1].length / ledger.traces[1];
    const sure = found.p <= limit ? 1 : UNSURE * Math.min(1, -Math.log10(found.p) / 4);
    const weight = found.shift > 0 ? sure * found.shift * Math.sqrt(count) * growth(found) : 0;
    if (found.p <= limit && timing.kind === "own") {
      const change = Math.abs(found.shift) / (Math.abs(found.shift) + found.before + FLOOR_MS);
      changed.set(timing.service, Math.max(changed.get(timing.service) ?? 0, change));
    }
    const candidates = candidatesOf(timing, ledger, busier);
    for (const { service } of candidates) {
      const sides = adjacent.get(service) ?? { all: 0, moved: 0 };
      adjacent.set(service, sides);
      sides.all += Math.sqrt(count);
      if (found.shift > FLOOR_MS / 2) sides.moved += Math.sqrt(count) * growth(found);
    }
    if (weight > 0) moved.push({ timing, found, weight, candidates });
  }
  const items = moved.map((one) => {
    const { service, operation, outside } = one.timing;
    const item: Item = { weight: one.weight, candidates: one.candidates, because: reason(one) };
    if (outside) item.watcher = { service, operation };
    return blameRetries(inherit(item, one.timing, "time"), storms);
  });
  const isTouched = (service: string) => {
    const sides = adjacent.get(service);
    return 0.05 + (sides ? sides.moved / sides.all : 0);
  };
  return {
    blames: assignBlame([...items, ...extra], isTouched),
    strength: strengthOf(ledger, [...items, ...extra]),
    changed,
    compared: compared.map((one) => ({ ...one, sure: one.found.p <= limit })),
  };
}

function growth({ shift, before }: Comparison): number {
  return shift / (shift + Math.max(before, 0) + FLOOR_MS);
}

function candidatesOf(
  timing: Timing,
  ledger: Ledger,
  busier: ReadonlyMap<string, readonly Adder[]>,
): Moved["candidates"] {
  const { service, operation, target, targetOperation, kind } = timing;
  if (kind === "own") {
    const activity = ledger.activities.find((one) => one.service === service && one.operation === operation);
    const hidden = [...(activity?.hidden.keys() ?? [])].filter((one) => one !== service);
    return [
      { service, operation, prior: 1 },
      ...hidden.map((one) => ({
        service: one,
        operation: activity?.habits.get(one)?.targetOperation ?? "*",
        prior: 0.4,
      })),
    ];
  }
  if (target === "" || target === service) return [{ service, operation, prior: 1 }];
  const adders = kind === "reach" ? (busier.get(target) ?? []) : [];
  if (adders.length > 0) {
    // It is asked more than before: that it answers later is the doing of those who ask.
    return [
      ...adders.map((one) => ({ ...one, prior: 1 })),
      { service: target, operation: targetOperation, prior: 0.1 },
    ];
  }
  return [
    { service, operation, prior: kind === "reach" ? 0.8 : 0.5 },
    { service: target, operation: targetOperation, prior: 1 },
  ];
}

function reason({ timing, found }: Moved): string {
  const moved = `${milliseconds(found.after)} at the median and ${milliseconds(found.shift)} more on average, before ${milliseconds(found.before)}`;
  switch (timing.kind) {
    case "own":
      return `own time ${moved}`;
    case "way":
      return `the way from ${timing.service} to ${timing.target} takes ${moved}`;
    case "reach":
      return `calls of ${timing.service} to ${timing.target || "somewhere unnamed"} take ${moved}`;
  }
}

const milliseconds = (ms: number) => `${ms < 10 ? Number(ms.toPrecision(2)) : Math.round(ms)} ms`;

/** From 0 to 1: how much slower whole requests became, to be weighed against failures. */
function strengthOf(ledger: Ledger, moved: readonly Item[]): number {
  let total = 0;
  for (const activity of ledger.activities) {
    if (activity.isRoot[0] === 0) continue;
    for (const duration of activity.durations[0]) total += duration;
  }
  const perTrace = total / Math.max(1, ledger.traces[0]);
  const excess = moved.reduce((sum, one) => sum + one.weight, 0);
  return excess / (excess + 0.2 * perTrace + FLOOR_MS);
}
