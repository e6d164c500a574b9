import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Evidence, EvidenceOf } from "../../contracts/evidence.ts";
import type { Symptom } from "../../contracts/signal.ts";
import { cacheWorsened } from "../cache-worsened.ts";
import { showsNoBreak } from "../shows-no-break.ts";
import type { SeenSign, Sign } from "../signs.ts";
import { waitsCutOff } from "../waits-cut-off.ts";
import { classOfException } from "./class-of-exception.ts";
import { EXPIRED } from "./expired-phrase.ts";
import { sayErrors } from "./say-errors.ts";
import { sayOftener, sayTime } from "./say-time.ts";
import { sayWaits } from "./say-waits.ts";
import { scopeOf } from "./scope-of.ts";
import type { Scope, SymptomClass } from "./symptom-class.ts";
import { waitsForPool } from "./waits-for-pool.ts";

type Shares = Partial<Record<SymptomClass, number>>;

/** How the incident shows itself, as far as it is known. */
export interface SymptomMix {
  /** How likely each class is the one; sums to 1. */
  shares: ReadonlyMap<SymptomClass, number>;
  /** Whom it hits, where not everybody. */
  scope: Scope | null;
  /** Ids of the evidence that says so. */
  evidence: readonly string[];
}

/** What stands behind a broken objective before anything more is known. Set by judgement; each row sums to 1. */
const BEFORE: Readonly<Record<Symptom, Shares>> = {
  errors: {
    "throws by mistake": 0.36,
    "throws its own error": 0.12,
    rejects: 0.1,
    "times out": 0.1,
    "cannot connect": 0.08,
    "the database refuses": 0.12,
    "runs out": 0.07,
    "crashes at start": 0.05,
  },
  latency: {
    "slow by itself": 0.25,
    "slow in the database": 0.3,
    "slow downstream": 0.15,
    "asks more often": 0.18,
    "runs out": 0.12,
  },
  memory: { leaks: 0.95, "runs out": 0.05 },
  traffic: { "goes silent": 0.65, rejects: 0.1, "crashes at start": 0.15, "cannot connect": 0.1 },
  saturation: { "runs out": 0.6, "slow by itself": 0.15, "asks more often": 0.15, leaks: 0.1 },
};

/** The same where somebody raised an alert about what requests do not show. */
const UNSEEN: Shares = {
  "answers wrongly": 0.6,
  "throws its own error": 0.08,
  rejects: 0.08,
  "goes silent": 0.06,
  "runs out": 0.06,
  "asks more often": 0.06,
  leaks: 0.03,
  "slow by itself": 0.03,
};

/** So many times as much memory as before is no fluctuation. */
const GROWN = 1.7;

/** What a program counts, and gives back when it is done: three times as many are not given back. */
const HELD = /goroutine|thread|coroutine|handle|descriptor|open_?fds?|sockets?\b|entries|\bkeys\b|objects/i;
const PILED_UP = 3;
const OUT_OF_MEMORY = /\bOOM-?[Kk]ill|\bout of memory\b|OutOfMemory|exit code 137|Cannot allocate memory/;
/** A process that dies may be started anew once for each deployment, and that is no crash. */
const DEPLOYING_SECONDS = 180;

/** What an error says of its own kind, as a symptom. */
const OF_SIGN: Readonly<Record<Sign, readonly (readonly [SymptomClass, number])[]>> = {
  "name resolution": [["cannot connect", 1]],
  certificate: [["cannot connect", 1]],
  "connection lost": [["cannot connect", 1]],
  // Nobody listens: the address is wrong, or whoever should listen does not start.
  "connection refused": [
    ["cannot connect", 0.5],
    ["crashes at start", 0.5],
  ],
  timeout: [["times out", 1]],
  "disk full": [["runs out", 1]],
  "out of descriptors": [["runs out", 1]],
  "broker blocked": [["runs out", 1]],
  "too few replicas": [["cannot connect", 1]],
  "database unavailable": [["cannot connect", 1]],
  lock: [["the database refuses", 1]],
  rejected: [["rejects", 1]],
  "rate limited": [["runs out", 1]],
  "a page for an answer": [],
};
/** An error whose type says nothing of its kind still does so in the words of its runtime; a little less surely. */
const BY_SIGN = 0.6;

/** How much of the belief clear evidence takes; the rest stays with what was believed before. */
const CLEAR = 0.85;

/**
 * The incident as a symptom of a class, from the numbered evidence: types of exceptions, where the time
 * goes, statuses, what has run out, restarts. Of what people or visitors may have written — messages,
 * names of spans, log lines — nothing is read but whole phrases of runtimes, which `signs` come from. Pure.
 * @param signs what new errors say of their own kind
 */
export function symptomMix(
  anomaly: Anomaly,
  evidence: Evidence,
  services: ReadonlySet<string>,
  signs: readonly SeenSign[] = [],
): SymptomMix {
  const seen: { shares: Shares; ids: string[] } = { shares: {}, ids: [] };
  const say = (symptom: SymptomClass, weight: number, id: string) => {
    if (!(weight > 0)) return;
    seen.shares[symptom] = (seen.shares[symptom] ?? 0) + weight;
    seen.ids.push(id);
  };
  const items = evidence.items.filter(
    (item) => !("service" in item) || item.service === undefined || services.has(item.service),
  );
  const unseen = showsNoBreak(anomaly, evidence);
  if (anomaly.symptom === "errors" || unseen) {
    sayErrors(items, evidence, say);
    sayOftener(items, say);
    const gaveUp = waitsCutOff(evidence).find(({ outlived }) => outlived);
    if (gaveUp) say("times out", 0.7, gaveUp.evidence);
    for (const { sign, share, evidence: ids } of signs.filter(({ type }) => isVague(type)))
      for (const [symptom, part] of OF_SIGN[sign]) say(symptom, BY_SIGN * share * part, ids[0] ?? "");
  }
  if (anomaly.symptom === "latency") sayTime(items, say);
  if (anomaly.symptom === "latency") sayWaits(items, say);
  for (const item of items) {
    if (item.kind === "metric" && cacheWorsened(item)) say("asks more often", 0.3, item.id);
    if (item.kind === "metric" && waitsForPool(item)) say("runs out", 0.4, item.id);
    const own = "service" in item && item.service === anomaly.service;
    if (item.kind === "metric" && item.saturation && own)
      say("runs out", anomaly.symptom === "memory" ? 0 : 0.5, item.id);
    // A heap that has grown since slows by collecting, and then dies: the leak is behind both.
    if (
      item.kind === "metric" &&
      own &&
      anomaly.symptom !== "memory" &&
      /memory|heap|rss/i.test(item.metric) &&
      item.before !== undefined &&
      item.after >= GROWN * item.before
    )
      say("leaks", 0.6, item.id);
    if (item.kind === "metric" && own && HELD.test(item.metric)) {
      if (item.before !== undefined && item.after >= PILED_UP * Math.max(1, item.before)) {
        say("leaks", anomaly.symptom === "errors" ? 0.5 : 0.6, item.id);
        if (anomaly.symptom === "errors") say("runs out", 0.3, item.id);
      }
    }
    if (item.kind === "alert" && anomaly.symptom !== "errors" && /memory|heap|\boom\b/i.test(item.name))
      say("leaks", 0.8, item.id);
    if (item.kind === "log" && item.countBefore <= 0.2 * item.count && OUT_OF_MEMORY.test(item.template)) {
      say("runs out", 0.6, item.id);
      say("leaks", 0.3, item.id);
    }
    if (
      item.kind === "log" &&
      anomaly.symptom === "errors" &&
      (item.severity === "warn" || item.severity === "error") &&
      item.countBefore <= 0.2 * item.count &&
      EXPIRED.test(item.template)
    )
      say("expires", 0.5, item.id);
    if (
      item.kind === "change" &&
      item.what === "restart" &&
      item.secondsAfterOnset > -120 &&
      anomaly.symptom !== "latency" &&
      !isDeployment(item, items)
    )
      say(anomaly.symptom === "memory" ? "leaks" : "crashes at start", 0.5, item.id);
  }
  const before = unseen ? UNSEEN : BEFORE[anomaly.symptom];
  const total = Object.values(seen.shares).reduce((sum, share) => sum + share, 0);
  // Half a piece of evidence convinces half as much.
  const clear = unseen ? CLEAR * Math.min(0.6, total) : CLEAR * Math.min(1, total);
  const shares = new Map<SymptomClass, number>();
  for (const [symptom, share] of entries(before)) shares.set(symptom, (1 - clear) * share);
  for (const [symptom, share] of entries(seen.shares)) {
    shares.set(symptom, (shares.get(symptom) ?? 0) + (clear * share) / total);
  }
  const scope = scopeOf(items, anomaly);
  return {
    shares,
    scope: scope?.scope ?? null,
    evidence: [...new Set([...seen.ids, ...(scope ? [scope.id] : [])])],
  };
}

/** The type of an error says nothing of its kind, or only that somebody raised it. */
function isVague(type: string): boolean {
  const symptom = classOfException(type);
  return symptom === null || symptom === "throws its own error";
}

/** So long after it was asked for may a deployment still start processes anew, one after the other. */
const ROLLS_OUT_SECONDS = 600;
/** Processes of several services that start within so short a time were started by whoever deploys. */
const TOGETHER_SECONDS = 90;

/** Whether a process of that service started because a revision went out. */
function isDeployment(
  { service, at, secondsAfterOnset }: EvidenceOf<"change">,
  items: readonly Evidence["items"][number][],
): boolean {
  const atMs = Date.parse(at);
  return items.some((item) => {
    if (item.kind === "deployment") {
      const since = (atMs - Date.parse(item.at)) / 1000;
      return since > -TOGETHER_SECONDS && since < ROLLS_OUT_SECONDS;
    }
    if (item.kind !== "change") return false;
    const apart = Math.abs(item.secondsAfterOnset - secondsAfterOnset);
    return (
      (item.what === "revision" && item.service === service && apart <= DEPLOYING_SECONDS) ||
      (item.what === "restart" && item.service !== service && apart <= TOGETHER_SECONDS)
    );
  });
}

function entries(shares: Shares): [SymptomClass, number][] {
  return Object.entries(shares) as [SymptomClass, number][];
}
