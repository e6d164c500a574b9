import { setTimeout as sleep } from "node:timers/promises";
import { createTransaction, type Known, type Transaction } from "./choose-transaction.ts";
import { performTransaction } from "./perform-transaction.ts";
import type { Random } from "./seeded-random.ts";

/** How many good probes in a row are health. */
const STREAK = 20;
/** A slower answer is no good probe, in milliseconds: the objective of quotes, and what the storefront adds. */
const SLOWEST = 300;
const PAUSE = 100;

const KINDS: Transaction["name"][] = [
  "renew",
  "compare-motor",
  "my-policies",
  "compare-home",
  "renew",
  "reopen-quote",
  "land",
  "buy",
  "file-claim",
  "see-claim",
];

export type Probing = {
  /** When the first of 20 good probes in a row was begun, in epoch milliseconds; undefined when that never came. */
  healthySince: number | undefined;
  probes: number;
  bad: number;
};

/**
 * Probes the marketplace as a customer would, every kind of transaction in turn, until 20 in a row were good or
 * `giveUp` says so. A probe is good when it succeeds, is fast enough, and `alsoGood` says so of the time
 * since the streak began.
 */
export async function probeMarketplace(options: {
  baseUrl: string;
  random: Random;
  giveUp(): boolean;
  /** Asked with each probe; `since` is when the streak began, in epoch milliseconds. */
  alsoGood(since: number): boolean;
}): Promise<Probing> {
  const known: Known = { quotes: [], policies: [], claims: [] };
  let streak = 0;
  let since = 0;
  let probes = 0;
  let bad = 0;
  while (!options.giveUp()) {
    const kind = KINDS[probes % KINDS.length] as Transaction["name"];
    const performed = await performTransaction(
      options.baseUrl,
      createTransaction(kind, options.random, known),
      known,
    );
    probes += 1;
    if (streak === 0) since = performed.at;
    if (performed.ok && performed.milliseconds <= SLOWEST && options.alsoGood(since)) {
      streak += 1;
      if (streak === STREAK) return { healthySince: since, probes, bad };
    } else {
      streak = 0;
      bad += 1;
    }
    await sleep(PAUSE);
  }
  return { healthySince: undefined, probes, bad };
}
