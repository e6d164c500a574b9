import type { Item } from "./assign-blame.ts";
import type { Activity, Ledger } from "./ledger.ts";

interface Culprit {
  service: string;
  operation: string;
  /** Share of the visits that meet its trouble. */
  share: number;
}

const MAX_DEPTH = 25;
/** A service whose every third visit met trouble below it has its time from there. */
const MOST = 1 / 3;

/**
 * What goes wrong with an operation because of those that it calls: one that stops half way, fails, waits, or calls
 * again, since somebody below it does, inherits that, however far below it is.
 *
 * @param trouble share of the visits of an operation in which it omits, fails, or does not answer, by `keyOf`.
 */
export function inheritTrouble(
  ledger: Ledger,
  trouble: ReadonlyMap<string, number>,
): (item: Item, of: { service: string; operation: string }, unit: "share" | "time") => Item {
  const activities = new Map(ledger.activities.map((one) => [keyOf(one.service, one.operation), one]));
  const known = new Map<string, Culprit[]>();

  /** Those below that operation, itself left out. */
  const below = (activity: Activity, depth: number): Culprit[] => {
    const key = keyOf(activity.service, activity.operation);
    const found = known.get(key);
    if (found || depth > MAX_DEPTH) return found ?? [];
    // A call that comes back to itself ends here.
    known.set(key, []);
    const culprits: Culprit[] = [];
    for (const habit of activity.habits.values()) {
      if (habit.target === activity.service) continue;
      const each = Math.min(
        1,
        Math.max(
          habit.visits[0] / Math.max(1, activity.visits[0]),
          habit.visits[1] / Math.max(1, activity.visits[1]),
        ),
      );
      const target = activities.get(keyOf(habit.target, habit.targetOperation));
      const deeper = target ? below(target, depth + 1) : [];
      const most = Math.max(0, ...deeper.map((one) => one.share));
      const own = (trouble.get(keyOf(habit.target, habit.targetOperation)) ?? 0) - most;
      if (own > 0.01) {
        culprits.push({ service: habit.target, operation: habit.targetOperation, share: each * own });
      }
      for (const one of deeper) culprits.push({ ...one, share: each * one.share });
    }
    known.set(key, culprits);
    return culprits;
  };

  return (item, of, unit) => {
    const activity = activities.get(keyOf(of.service, of.operation));
    const culprits = activity ? below(activity, 0).filter((one) => one.service !== of.service) : [];
    const sum = culprits.reduce((total, one) => total + one.share, 0);
    if (sum <= 0) return item;
    const explained = Math.min(1, sum / (unit === "share" ? item.weight : MOST));
    const candidates = item.candidates.map((one) =>
      one.service === of.service ? { ...one, prior: one.prior * (1 - 0.95 * explained) } : one,
    );
    for (const { service, operation, share } of culprits) {
      candidates.push({ service, operation, prior: (explained * share) / sum });
    }
    return { ...item, candidates };
  };
}

export const keyOf = (service: string, operation: string) => `${service}\0${operation}`;
