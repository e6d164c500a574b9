import type { Sites } from "./dissect.ts";
import type { Call, Visit } from "./visit.ts";

/** 0: the baseline; 1: the incident. */
export type Side = 0 | 1;

/** Durations of one thing before and now. */
export interface Timing {
  /** own: time inside the service. way: between the caller's span and the answer's. reach: of a call to something that sends no spans. */
  kind: "own" | "way" | "reach";
  service: string;
  operation: string;
  /** Callee, of a way or a reach. */
  target: string;
  targetOperation: string;
  outside: boolean;
  samples: [number[], number[]];
}

/** How often one operation calls another service. Sums over visits that were not failing. */
export interface Habit {
  service: string;
  operation: string;
  target: string;
  targetOperation: string;
  outside: boolean;
  calls: [number, number];
  squares: [number, number];
  /** Visits with one such call at least. */
  visits: [number, number];
  /** Calls that failed, and those of which the answer is missing. */
  failed: [number, number];
  /** Of those that failed, by the word of the one who answered. */
  brokeDown: [number, number];
  unanswered: [number, number];
  durationMs: [number, number];
  /** The most calls of one visit before, visits that gave up after so many, and those that have made more since. */
  most: number;
  gaveUp: number;
  beyond: number;
}

export interface Activity {
  service: string;
  operation: string;
  visits: [number, number];
  failed: [number, number];
  durations: [number[], number[]];
  /** Times that each callee was not waited for. */
  habits: Map<string, Habit>;
  /** Whether some way to a callee is hidden in the own time. */
  hidden: Map<string, number>;
  isRoot: [number, number];
}

/** By callee and its operation. */
type Timings = Map<string, Map<string, Timing>>;

/** What the visits of two sets of traces add up to. */
export class Ledger {
  readonly timings: Timing[] = [];
  readonly activities: Activity[] = [];
  readonly traces: [number, number] = [0, 0];
  private readonly ownOf = new Map<string, Map<string, { own: Timing; activity: Activity }>>();
  private readonly wayOf = new Map<string, { ways: Timings; reaches: Timings }>();

  add(visits: readonly Visit[], side: Side, sites: Sites): void {
    this.traces[side]++;
    for (const visit of visits) {
      if (isLeftover(visit, sites)) continue;
      const { own, activity } = this.of(visit.service, visit.operation);
      own.samples[side].push(visit.ownMs);
      activity.visits[side]++;
      activity.durations[side].push(visit.durationMs);
      if (visit.failed) activity.failed[side]++;
      if (!visit.caller) activity.isRoot[side]++;
      this.addCalls(visit, activity, side);
    }
  }

  private addCalls(visit: Visit, activity: Activity, side: Side): void {
    const { calls } = visit;
    for (let i = 0; i < calls.length; i++) {
      const call = calls[i] as Call;
      const durationMs = Math.max(0, call.endMs - call.startMs);
      if (call.target !== "") this.count(activity, visit, i, durationMs, side);
      if (call.detached) continue;
      if (!call.span) {
        activity.hidden.set(call.target, (activity.hidden.get(call.target) ?? 0) + 1);
        continue;
      }
      const gap = call.answer ? Math.max(0, durationMs - call.answer.durationMs) : durationMs;
      this.way(visit, call, call.answer ? "way" : "reach").samples[side].push(gap);
    }
  }

  private count(activity: Activity, visit: Visit, at: number, durationMs: number, side: Side): void {
    const { calls } = visit;
    const call = calls[at] as Call;
    let habit = activity.habits.get(call.target);
    if (!habit) {
      habit = {
        service: activity.service,
        operation: activity.operation,
        target: call.target,
        targetOperation: call.operation,
        outside: call.outside,
        calls: [0, 0],
        squares: [0, 0],
        visits: [0, 0],
        failed: [0, 0],
        brokeDown: [0, 0],
        unanswered: [0, 0],
        durationMs: [0, 0],
        most: 0,
        gaveUp: 0,
        beyond: 0,
      };
      activity.habits.set(call.target, habit);
    }
    habit.calls[side]++;
    habit.durationMs[side] += durationMs;
    if (call.failed) habit.failed[side]++;
    if (call.brokeDown) habit.brokeDown[side]++;
    if (!call.answer && !wasNeverSent(call, visit)) habit.unanswered[side]++;
    for (let i = 0; i < at; i++) if ((calls[i] as Call).target === call.target) return;
    let same = 0;
    for (let i = at; i < calls.length; i++) if ((calls[i] as Call).target === call.target) same++;
    habit.visits[side]++;
    habit.squares[side] += same * same;
    if (side === 1) {
      if (same > habit.most) habit.beyond++;
      return;
    }
    if (same > habit.most) habit.gaveUp = 0;
    habit.most = Math.max(habit.most, same);
    const last = calls.findLast(({ target }) => target === call.target);
    if (same === habit.most && last?.failed) habit.gaveUp++;
  }

  private of(service: string, operation: string): { own: Timing; activity: Activity } {
    let mine = this.ownOf.get(service);
    if (!mine) {
      mine = new Map();
      this.ownOf.set(service, mine);
    }
    let found = mine.get(operation);
    if (!found) {
      const own: Timing = {
        kind: "own",
        service,
        operation,
        target: "",
        targetOperation: "",
        outside: false,
        samples: [[], []],
      };
      const activity: Activity = {
        service,
        operation,
        visits: [0, 0],
        failed: [0, 0],
        durations: [[], []],
        habits: new Map(),
        hidden: new Map(),
        isRoot: [0, 0],
      };
      found = { own, activity };
      mine.set(operation, found);
      this.timings.push(own);
      this.activities.push(activity);
    }
    return found;
  }

  private way(visit: Visit, call: Call, kind: "way" | "reach"): Timing {
    let mine = this.wayOf.get(visit.service);
    if (!mine) {
      mine = { ways: new Map(), reaches: new Map() };
      this.wayOf.set(visit.service, mine);
    }
    const ways = kind === "way" ? mine.ways : mine.reaches;
    let operations = ways.get(call.target);
    if (!operations) {
      operations = new Map();
      ways.set(call.target, operations);
    }
    let found = operations.get(call.operation);
    if (!found) {
      found = {
        kind,
        service: visit.service,
        operation: visit.operation,
        target: call.target,
        targetOperation: call.operation,
        outside: call.outside,
        samples: [[], []],
      };
      operations.set(call.operation, found);
      this.timings.push(found);
    }
    return found;
  }
}

/**
 * A message that the broker did not take, or whose sender failed, reaches nobody: that it is not read says nothing of the one
 * who would have read it. A producer is decoupled from its consumers
 * (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/).
 */
function wasNeverSent(call: Call, visit: Visit): boolean {
  return call.detached && (call.failed || visit.failed);
}

/** Part of a visit whose beginning was lost: it says nothing of how long such visits take. */
function isLeftover({ entry, caller, service }: Visit, sites: Sites): boolean {
  if (caller || entry.parentSpanId === undefined || entry.kind === "server" || entry.kind === "consumer") {
    return false;
  }
  return (
    entry.kind === "client" || entry.kind === "producer" || sites.inner.get(service)?.has(entry.name) === true
  );
}
