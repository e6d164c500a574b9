import type { Item } from "./assign-blame.ts";
import type { Activity, Habit, Ledger } from "./ledger.ts";

const MIN_VISITS = 5;
const SIGNIFICANT = 4;

/**
 * What services do that they did not, and no longer do what they did. Calls that were added (a query for each row, a
 * new dependency) cost the time that they take, and the caller makes them; `time` is in milliseconds a trace, so that
 * it can be weighed against what merely became slower. Calls that are no longer made, or no longer answered, are in
 * `missing`, as a share of the visits.
 */
export function structureBlame(ledger: Ledger): { time: Item[]; missing: Item[] } {
  const active = ledger.activities.filter(({ visits }) => visits[0] >= MIN_VISITS && visits[1] >= MIN_VISITS);
  const missing = active.flatMap((activity) =>
    [...activity.habits.values()].flatMap((habit) => {
      const item = lost(activity, habit) ?? silent(habit);
      return item ? [{ activity, item }] : [];
    }),
  );
  const trouble = troubles(missing, ledger);
  const time = active.flatMap((activity) =>
    [...activity.habits.values()].flatMap((habit) => {
      const item = added(activity, habit, ledger);
      const below = trouble.get(keyOf(habit.target, habit.targetOperation)) ?? 0;
      return item ? [{ ...item, weight: item.weight * Math.max(0.05, 1 - 3 * below) }] : [];
    }),
  );
  return { time, missing: withoutInherited(missing, trouble) };
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
      ...(before > 0 ? [] : [{ service: target, operation: targetOperation, prior: 0.1 }]),
    ],
    because: `${operation} calls ${target} ${round(now)} times a request, before ${round(before)} times`,
  };
}

function lost(activity: Activity, habit: Habit): Item | null {
  const was = habit.visits[0] / activity.visits[0];
  const is = habit.visits[1] / activity.visits[1];
  const pooled = (habit.visits[0] + habit.visits[1]) / (activity.visits[0] + activity.visits[1]);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / activity.visits[0] + 1 / activity.visits[1]));
  if (was - is < 0.03 || was - is < SIGNIFICANT * error) return null;
  const { service, operation, target, targetOperation } = habit;
  const heard = [...activity.habits.values()].filter(
    (other) => other.target !== target && other.visits[1] / activity.visits[1] > is + 0.1,
  );
  return {
    weight: was - is,
    candidates: [
      { service, operation, prior: 1 },
      { service: target, operation: targetOperation, prior: 0.3 },
      ...heard.map((other) => ({
        service: other.target,
        operation: other.targetOperation,
        prior: 0.3 / heard.length,
      })),
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

/**
 * How much of each operation goes wrong, as a share of its visits: what it no longer does, or fails at. An operation
 * that stops half way because one that it called did, or calls that one again, does so because of that one.
 */
function troubles(lost: readonly { activity: Activity; item: Item }[], ledger: Ledger): Map<string, number> {
  const found = new Map<string, number>();
  for (const { activity, item } of lost) {
    const key = keyOf(activity.service, activity.operation);
    found.set(key, Math.max(found.get(key) ?? 0, item.weight));
  }
  for (const { service, operation, failed, visits } of ledger.activities) {
    const key = keyOf(service, operation);
    const failing = failed[1] / Math.max(1, visits[1]) - failed[0] / Math.max(1, visits[0]);
    if (failing > (found.get(key) ?? 0)) found.set(key, failing);
  }
  return found;
}

/** What an operation inherits from those that it calls is not its own; all that one visit omits is one omission. */
function withoutInherited(
  lost: readonly { activity: Activity; item: Item }[],
  trouble: ReadonlyMap<string, number>,
): Item[] {
  return lost.map(({ activity, item }) => {
    let below = 0;
    for (const habit of activity.habits.values()) {
      const each = habit.visits[1] / activity.visits[1];
      below = Math.max(below, each * (trouble.get(keyOf(habit.target, habit.targetOperation)) ?? 0));
    }
    const together = lost.reduce((sum, one) => sum + (one.activity === activity ? one.item.weight : 0), 0);
    const most = trouble.get(keyOf(activity.service, activity.operation)) ?? item.weight;
    const weight = item.weight * Math.min(1, most / together);
    return { ...item, weight: weight * Math.max(0.05, 1 - below / item.weight) };
  });
}

const keyOf = (service: string, operation: string) => `${service}\0${operation}`;

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
