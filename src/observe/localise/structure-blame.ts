import type { Item } from "./assign-blame.ts";
import { keyOf } from "./inherit-trouble.ts";
import type { Activity, Habit, Ledger } from "./ledger.ts";

const MIN_VISITS = 5;
const SIGNIFICANT = 4;

/** An item and the operation that it is about. */
export interface Told {
  of: { service: string; operation: string };
  item: Item;
}

/** An operation that calls somebody more often than before. */
export interface Adder {
  service: string;
  operation: string;
}

/**
 * What services do that they did not, and no longer do what they did. Calls that were added (a query for each row, a
 * new dependency) cost the time that they take, and the caller makes them; `added` is in milliseconds a trace, so that
 * it can be weighed against what merely became slower. Calls that are no longer made, or no longer answered, are in
 * `missing`, as a share of the visits. `trouble` is the share of the visits of each operation in which it omits,
 * fails, or gives no answer.
 */
export function structureBlame(ledger: Ledger): {
  added: Told[];
  missing: Told[];
  trouble: Map<string, number>;
  /** Of those that send no spans and are asked much more: who asks more. */
  busier: Map<string, Adder[]>;
} {
  const active = ledger.activities.filter(({ visits }) => visits[0] >= MIN_VISITS && visits[1] >= MIN_VISITS);
  const alive = new Set(ledger.activities.filter(({ visits }) => visits[1] > 0).map((one) => one.service));
  const more: Told[] = [];
  const missing: Told[] = [];
  const trouble = new Map<string, number>();
  const busier = new Map<string, Adder[]>();
  const raise = (service: string, operation: string, share: number) => {
    const key = keyOf(service, operation);
    trouble.set(key, Math.max(trouble.get(key) ?? 0, share));
  };
  const silencers = silencersOf(active);
  for (const activity of active) {
    const { service, operation, failed, visits } = activity;
    raise(service, operation, failed[1] / visits[1] - failed[0] / visits[0]);
    const habits = [...activity.habits.values()];
    const omitted = habits.filter((habit) => lost(activity, habit) > 0);
    for (const habit of habits) {
      const extra = added(activity, habit, ledger);
      if (extra) {
        more.push({ of: activity, item: extra });
        if (habit.outside && isFlood(activity, habit)) {
          busier.set(habit.target, [...(busier.get(habit.target) ?? []), { service, operation }]);
        }
      }
      // Of one that sends no spans, what it answers is all that there is: who waits, tries again, or stops there has that from it.
      if (habit.outside) raise(habit.target, habit.targetOperation, brokeDown(habit));
      const unheard = silent(habit);
      if (unheard) {
        missing.push({ of: activity, item: unheard });
        raise(habit.target, habit.targetOperation, unheard.weight);
      }
    }
    for (const habit of omitted) {
      const share = lost(activity, habit);
      // Where calls have spans, a callee that is gone leaves calls without an answer behind.
      const gone = !alive.has(habit.target) && activity.hidden.has(habit.target);
      const sure = gone ? distress(activity, ledger, omitted.length > 1) : 0;
      if (sure > 0) raise(habit.target, habit.targetOperation, sure);
      const told = heardBefore(activity, habit);
      if (told && silencers.has(told.target)) raise(told.target, told.targetOperation, share);
      else if (sure < 1) raise(service, operation, share);
      missing.push({ of: activity, item: omission(activity, habit, share / omitted.length) });
    }
  }
  return { added: more, missing, trouble, busier };
}

/**
 * From 0 to 1, whether an operation that lost a callee suffers from it: one that waits for it does, one that fails or
 * stops there may have failed before, and one that merely ceased to call it does not.
 */
function distress(activity: Activity, ledger: Ledger, omitsMore: boolean): number {
  const { service, operation, failed, visits } = activity;
  const own = ledger.timings.find(
    (one) => one.kind === "own" && one.service === service && one.operation === operation,
  );
  const mean = (values: readonly number[]) =>
    values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
  if (own && mean(own.samples[1]) > 1.5 * mean(own.samples[0]) + 5) return 1;
  return omitsMore || failed[1] / visits[1] > failed[0] / visits[0] + 0.05 ? 0.4 : 0;
}

/** More calls by half at least, and not because they fail and are made again. */
function isFlood(activity: Activity, habit: Habit): boolean {
  const [before, now] = means(activity, habit);
  return now > 1.5 * before && habit.failed[1] / habit.calls[1] < 0.1;
}

function added(activity: Activity, habit: Habit, ledger: Ledger): Item | null {
  const [before, now] = means(activity, habit);
  const extra = now - before;
  if (extra < 0.05 || deviation(activity, habit) < SIGNIFICANT) return null;
  const calls = habit.calls[1];
  // A call that fails is made again: that is not the caller's idea.
  const futile = Math.min(1, Math.max(habit.failed[1], habit.outside ? 0 : habit.unanswered[1]) / calls);
  const each = before > 0 ? habit.durationMs[0] / habit.calls[0] : habit.durationMs[1] / calls;
  const { service, operation, target, targetOperation } = habit;
  return {
    weight:
      extra *
      (1 - futile) *
      each *
      Math.sqrt(activity.visits[1] / ledger.traces[1]) *
      (extra / (extra + before)),
    candidates: [
      { service, operation, prior: 1 },
      // A call that is made again may be one that went wrong and does not say so.
      { service: target, operation: targetOperation, prior: before > 0 ? 0.25 : 0.1 },
    ],
    because: `${operation} calls ${target} ${round(now)} times a request, before ${round(before)} times`,
  };
}

/** By how much the share of the visits with such a call fell; 0 where that may be chance. */
function lost(activity: Activity, habit: Habit): number {
  const was = habit.visits[0] / activity.visits[0];
  const is = habit.visits[1] / activity.visits[1];
  const pooled = (habit.visits[0] + habit.visits[1]) / (activity.visits[0] + activity.visits[1]);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / activity.visits[0] + 1 / activity.visits[1]));
  return was - is < 0.03 || was - is < SIGNIFICANT * error ? 0 : was - is;
}

/** Whom an operation still calls, the last before a call that it makes less often now. */
function heardBefore(activity: Activity, habit: Habit): Habit | undefined {
  const habits = [...activity.habits.values()];
  const is = habit.visits[1] / activity.visits[1];
  return habits
    .slice(0, habits.indexOf(habit))
    .findLast((other) => other.visits[1] / activity.visits[1] > is + 0.1);
}

/**
 * Services after whose answer everybody stops who does not end with it anyway, two operations at least: an error that no
 * span tells is seen by what its callers leave undone.
 */
function silencersOf(active: readonly Activity[]): Set<string> {
  const callers = new Map<string, { all: number; stopped: number }>();
  for (const activity of active) {
    const habits = [...activity.habits.values()];
    const stopped = new Set<string>();
    for (const habit of habits) {
      if (lost(activity, habit) === 0) continue;
      const heard = heardBefore(activity, habit);
      if (heard) stopped.add(heard.target);
    }
    for (const { target } of habits.slice(0, -1)) {
      const of = callers.get(target) ?? { all: 0, stopped: 0 };
      callers.set(target, of);
      of.all++;
      if (stopped.has(target)) of.stopped++;
    }
  }
  return new Set(
    [...callers].filter(([, of]) => of.stopped >= 2 && of.stopped / of.all >= 0.75).map(([target]) => target),
  );
}

function omission(activity: Activity, habit: Habit, weight: number): Item {
  const was = habit.visits[0] / activity.visits[0];
  const is = habit.visits[1] / activity.visits[1];
  const { service, operation, target, targetOperation } = habit;
  const heard = heardBefore(activity, habit);
  return {
    weight,
    candidates: [
      { service, operation, prior: 1 },
      { service: target, operation: targetOperation, prior: 0.2 },
      // What it was told may have been wrong: only this one notices, and stops.
      ...(heard ? [{ service: heard.target, operation: heard.targetOperation, prior: 0.4 }] : []),
    ],
    because: `${operation} calls ${target} in ${percent(is)} of its requests, before in ${percent(was)}`,
  };
}

function silent(habit: Habit): Item | null {
  if (habit.calls[0] < MIN_VISITS || habit.calls[1] < MIN_VISITS) return null;
  const was = habit.unanswered[0] / habit.calls[0];
  const is = habit.unanswered[1] / habit.calls[1];
  const pooled = (habit.unanswered[0] + habit.unanswered[1]) / (habit.calls[0] + habit.calls[1]);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / habit.calls[0] + 1 / habit.calls[1]));
  if (is - was < 0.05 || is - was < SIGNIFICANT * error) return null;
  return {
    weight: is - was,
    candidates: [
      { service: habit.target, operation: habit.targetOperation, prior: 1 },
      { service: habit.service, operation: habit.operation, prior: 0.1 },
    ],
    because: `${habit.target} shows nothing of ${percent(is)} of the calls to it, before of ${percent(was)}`,
  };
}

/** By how much the share of the calls rose that it says to have failed at itself; 0 where that may be chance. */
function brokeDown({ calls, brokeDown }: Habit): number {
  if (calls[0] < MIN_VISITS || calls[1] < MIN_VISITS) return 0;
  const [was, is] = [brokeDown[0] / calls[0], brokeDown[1] / calls[1]];
  const pooled = (brokeDown[0] + brokeDown[1]) / (calls[0] + calls[1]);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / calls[0] + 1 / calls[1]));
  return is - was < 0.05 || is - was < SIGNIFICANT * error ? 0 : is - was;
}

function means(activity: Activity, habit: Habit): [number, number] {
  return [habit.calls[0] / activity.visits[0], habit.calls[1] / activity.visits[1]];
}

function deviation(activity: Activity, habit: Habit): number {
  const [before, now] = means(activity, habit);
  const variance = (side: 0 | 1, mean: number) =>
    Math.max(0.01, habit.squares[side] / activity.visits[side] - mean * mean) / activity.visits[side];
  return (now - before) / Math.sqrt(variance(0, before) + variance(1, now));
}

const round = (n: number) => Number(n.toPrecision(2));
const percent = (share: number) => `${Number((100 * share).toPrecision(2))}%`;
