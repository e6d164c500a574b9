import type { Level } from "../../contracts/anomaly.ts";
import { measureOf } from "../detection/measure-of.ts";
import { levelText } from "../level-text.ts";
import type { RequestCell } from "../request-cell.ts";
import type { ServiceRecord } from "../service-record.ts";
import { binomialTail } from "../statistics/binomial-tail.ts";
import { type Tally, tallyOf } from "../tally.ts";
import { isRevision } from "./is-revision.ts";
import { likelihoodRatio } from "./likelihood-ratio.ts";
import type { Judged, RecoveryQuestion } from "./recovery-question.ts";
import { sideBySide } from "./side-by-side.ts";
import { wellBefore } from "./well-before.ts";

/** Fewer affected requests than this prove nothing. */
const MIN_REQUESTS = 20;
/** The risk of calling it healed while it still is as it was, over all the times that it is asked. */
const AS_BEFORE = 0.01;
/** Were it within the objective, so many bad requests would not be rarer than this. */
const WITHIN = 0.05;
const SURE = 0.001;
/** Nothing was done: so many seconds, each with traffic and the whole within the objective. */
const STEADY_SECONDS = 30;

/**
 * Compares the affected operation's requests since the remedy with what they were and with what is allowed. Healed is
 * a non-inferiority claim made sequentially: the incident's own level is ruled out by Wald's test, and no more requests
 * are bad than the objective or the baseline explains. Only processes that run the remedy count, and those of revisions
 * first seen after it, where spans name any. Where the revision that was replaced serves beside the new one and is well
 * again too, the remedy did not do it.
 */
export function recoveryByRequests(question: RecoveryQuestion, record: ServiceRecord, now: number): Judged {
  const { anomaly, since, revision, remedied } = question;
  const { slowMs, onset } = measureOf(anomaly, record);
  const series = record.series(anomaly.operation) ?? record.whole;
  const from = Math.ceil(Date.parse(since) / 1000);
  const served = remedied ? servedBy(record, revision, Date.parse(since)) : () => true;
  const steady = !remedied;
  const start = steady ? Math.max(from, series.newest - STEADY_SECONDS + 1) : from;
  const cell = series.sum(start, series.newest, served);
  const now_ = tallyOf(cell, slowMs);
  const ill = tallyOf(
    series.sum(
      Math.ceil(onset.at / 1000),
      steady ? Math.floor(onset.latest / 1000) + 10 : from - 1,
      (name) => !revision || !isRevision(name, revision),
    ),
    slowMs,
  );
  const before = tallyOf(series.baseline(Math.floor(onset.earliest / 1000), 600).cell, slowMs);
  const p = levels(anomaly.observed, ill, before, slowMs === null ? anomaly.objective : 0.05);
  const measured = levelOf(cell, slowMs);
  const running =
    revision &&
    [...series.byRevision(start, series.newest).keys()].find((name) => isRevision(name, revision));
  const told = {
    ...(now_.total > 0 ? { measured } : {}),
    ...(running ? { revision: running } : {}),
  };
  const { total, hits } = now_;
  const text = `${levelText(measured)} of ${cell.requests} requests to ${anomaly.operation === "*" ? anomaly.service : anomaly.operation} since then`;
  // A bad request among few good ones may be chance, and may be what is left of the fault: then more must be seen.
  const isWithin = (tally: Tally) =>
    binomialTail("upper", tally.hits, tally.total, p.allowed) > WITHIN &&
    tally.hits <= 2 * p.allowed * tally.total;
  const within = isWithin(now_);
  const isWell = (tally: Tally) =>
    tally.total >= MIN_REQUESTS &&
    likelihoodRatio(tally.total, tally.hits, p.allowed, p.ill) >= Math.log(1 / AS_BEFORE);
  const pair = steady ? null : sideBySide(series, start, served, slowMs);
  const beside = pair
    ? `; in the same seconds ${pair.old.hits} of ${pair.old.total} requests to the old revision were bad, and ${pair.young.hits} of ${pair.young.total} to the new one`
    : "";
  if (within && isWell(now_)) {
    if (pair && isWell(pair.old)) {
      return {
        state: "recovered-unexplained",
        ...told,
        summary: `Well again, and not by the remedy: ${text}${beside}.`,
      };
    }
    const first = steady ? null : firstOfRemedy(record, question);
    const passed =
      first !== null &&
      wellBefore(
        series,
        { from: Math.ceil(onset.latest / 1000) + 1, to: Math.floor(first / 1000) - 1 },
        slowMs,
        (tally) => isWell(tally) && isWithin(tally),
      );
    if (passed) {
      return {
        state: "recovered-unexplained",
        ...told,
        summary: `Well again, and it was so before the remedy served its first request: ${text}.`,
      };
    }
    if (!steady) return { state: "healed", ...told, summary: `Healed: ${text}${beside}.` };
    const lasted = series.newest - Math.max(start, Math.ceil(onset.at / 1000)) + 1 >= STEADY_SECONDS;
    const fresh = now / 1000 - series.newest < STEADY_SECONDS;
    if (lasted && fresh) {
      return {
        state: "recovered-unexplained",
        ...told,
        summary: `Well again, and nothing was done: ${text}.`,
      };
    }
  }
  if (total > 0 && hits >= 3) {
    const worse =
      binomialTail("upper", hits, total, Math.min(0.99, 1.25 * p.ill)) < SURE && ill.total >= MIN_REQUESTS;
    if (worse) return { state: "worse", ...told, summary: `Worse than before: ${text}.` };
    if (total >= MIN_REQUESTS && binomialTail("upper", hits, total, p.allowed) < SURE) {
      return { state: "not-healed", ...told, summary: `Not healed: ${text}.` };
    }
  }
  const perGood = likelihoodRatio(1, 0, p.allowed, p.ill);
  const need = Math.max(MIN_REQUESTS, Math.ceil(Math.log(1 / AS_BEFORE) / perGood));
  return {
    state: "unknown",
    ...told,
    summary:
      total === 0 ? "No affected request yet." : `Too early to say: ${text}, at least ${need} are needed.`,
  };
}

/** When the remedy's processes first served, in epoch milliseconds; null where nothing tells. */
function firstOfRemedy(record: ServiceRecord, { revision, begun }: RecoveryQuestion): number | null {
  const remedy = revision
    ? record.whole.revisions().find((span) => isRevision(span.revision, revision))
    : undefined;
  return remedy?.firstMs ?? (begun ? Date.parse(begun) : null);
}

/** Which revisions' requests may speak for the remedy. */
function servedBy(
  record: ServiceRecord,
  revision: string | null,
  sinceMs: number,
): (name: string) => boolean {
  const spans = record.whole.revisions();
  if (!revision || !spans.some((span) => isRevision(span.revision, revision))) {
    // The remedy's processes have not served, or spans name no commits: then what is new since it may speak, or all.
    const named = spans.some((span) => span.revision !== "" && /^[0-9a-f]{7,64}$/i.test(span.revision));
    if (!revision || !named) return () => true;
    const young = new Set(spans.filter((span) => span.firstMs >= sinceMs).map((span) => span.revision));
    return (name) => young.has(name);
  }
  const remedy = spans.find((span) => isRevision(span.revision, revision));
  const first = remedy?.firstMs ?? sinceMs;
  const accepted = new Set(
    spans
      .filter(
        (span) => isRevision(span.revision, revision) || (span.firstMs > first && span.firstMs >= sinceMs),
      )
      .map((span) => span.revision),
  );
  return (name) => accepted.has(name);
}

/** The share of bad requests when it was ill, and the share that is allowed. */
function levels(
  observed: Level,
  ill: Tally,
  before: Tally,
  objective: number,
): { ill: number; allowed: number } {
  const normal = before.total > 0 ? before.hits / before.total : 0;
  const allowed = Math.min(0.5, Math.max(objective, normal, 0.001));
  const seen = ill.total >= 10 ? ill.hits / ill.total : observed.unit === "ratio" ? observed.value : 0.5;
  // A level that few requests tell is a level that may be luck; one that hundreds tell is taken as it is.
  const least = ill.total >= 100 ? 1.5 * allowed : Math.max(2 * allowed, 0.02);
  return { ill: Math.min(0.999, Math.max(seen, least)), allowed };
}

function levelOf(cell: RequestCell, slowMs: number | null): Level {
  return slowMs === null
    ? { value: cell.requests === 0 ? 0 : cell.errors / cell.requests, unit: "ratio", samples: cell.requests }
    : { value: cell.latency.quantile(0.95) ?? 0, unit: "ms", samples: cell.latency.count };
}
