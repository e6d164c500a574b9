import type { Item } from "./assign-blame.ts";
import type { Habit, Ledger } from "./ledger.ts";
import type { Adder } from "./structure-blame.ts";

const FEWEST_VISITS = 30;
/** Share of the visits that ask oftener than any visit did before. */
const BEYOND = 0.05;
const MORE = 1.5;
/** Of what goes wrong with somebody who is asked again and again: what remains theirs. */
const REMAINS = 0.15;

/**
 * Who asks a service again and again and used to give up. By itself, a call that fails and is made again is nobody's
 * idea; but where failures were there before and callers gave up after so many attempts, more of them are a change of
 * the caller's, and what they do to the callee is its doing (retry amplification: Google's SRE book, "Addressing
 * Cascading Failures"). By the name of the service that is asked.
 */
export function retryStorms({ activities }: Ledger): Map<string, Adder[]> {
  const storms = new Map<string, Adder[]>();
  for (const { service, operation, visits, habits } of activities) {
    for (const habit of habits.values()) {
      if (habit.target === service || !isStorm(habit, visits)) continue;
      storms.set(habit.target, [...(storms.get(habit.target) ?? []), { service, operation }]);
    }
  }
  return storms;
}

function isStorm(
  { calls, visits: asking, gaveUp, beyond }: Habit,
  visits: readonly [number, number],
): boolean {
  if (asking[0] < FEWEST_VISITS || visits[1] === 0 || gaveUp === 0) return false;
  const oftener = calls[1] / Math.max(1, asking[1]) > MORE * (calls[0] / asking[0]);
  return oftener && beyond >= Math.max(3, BEYOND * asking[1]);
}

/** The same item, with who asks too often in front of whom they ask. */
export function blameRetries(item: Item, storms: ReadonlyMap<string, readonly Adder[]>): Item {
  if (storms.size === 0) return item;
  const candidates = item.candidates.flatMap((one) => {
    const adders = storms.get(one.service);
    if (!adders) return [one];
    const share = ((1 - REMAINS) * one.prior) / adders.length;
    return [
      { ...one, prior: REMAINS * one.prior },
      ...adders.map(({ service, operation }) => ({ service, operation, prior: share })),
    ];
  });
  return { ...item, candidates };
}
