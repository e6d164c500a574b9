/** Something that went wrong, and who may be the reason. */
export interface Item {
  weight: number;
  candidates: { service: string; operation: string; prior: number }[];
  because: string;
  /** Of what is known of another service only through its caller: that caller. */
  watcher?: { service: string; operation: string };
}

/** Part of an item that falls to one place. */
export interface Blame {
  service: string;
  operation: string;
  weight: number;
  because: string;
}

/** Few, so that what is not clear stays divided. */
const ROUNDS = 3;
/** Share that stays with whom a watcher alone has seen: what it asks of the other may be what changed. */
const UNSEEN = 0.65;

/**
 * Divides what went wrong among those who may be the reason, so that few explain much: each item goes to its
 * candidates in proportion to what they explain otherwise (expectation–maximisation of a mixture in which each
 * service is one component) and to `isTouched`, the share of what a fault of that service would touch that was touched.
 */
export function assignBlame(items: readonly Item[], isTouched: (service: string) => number): Blame[] {
  let explained = new Map<string, number>();
  const shareOf = (of: Item["candidates"][number]) =>
    of.prior * isTouched(of.service) * (explained.get(of.service) ?? 1);
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Map<string, number>();
    for (const item of items) {
      const sum = item.candidates.reduce((total, of) => total + shareOf(of), 0);
      if (sum <= 0) continue;
      for (const of of item.candidates) {
        next.set(of.service, (next.get(of.service) ?? 0) + (item.weight * shareOf(of)) / sum);
      }
    }
    explained = next;
  }
  return items.flatMap(({ weight, candidates, because, watcher }) => {
    const sum = candidates.reduce((total, of) => total + shareOf(of), 0);
    if (sum <= 0) return [];
    return candidates.flatMap((of) => {
      const { service, operation } = of;
      const part = { service, operation, weight: (weight * shareOf(of)) / sum, because };
      if (!watcher || of.service === watcher.service) return [part];
      return [
        { ...part, weight: UNSEEN * part.weight },
        {
          ...part,
          service: watcher.service,
          operation: watcher.operation,
          weight: (1 - UNSEEN) * part.weight,
        },
      ];
    });
  });
}
