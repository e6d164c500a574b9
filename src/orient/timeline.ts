import type { EvidenceOf } from "../contracts/evidence.ts";
import type { Sha } from "../contracts/repository.ts";
import { binomialTail } from "./binomial-tail.ts";
import type { CaseFile } from "./case-file.ts";

/** One revision of one service, as its own telemetry shows it. */
export interface Served {
  /** As telemetry names it. */
  revision: string;
  /** The commit that it is, where it is one that the repository knows. */
  sha: Sha | null;
  firstMs: number;
  lastMs: number;
  requests: number;
  /** Of all its requests, in the unit of the anomaly. */
  value: number;
  broken: boolean | null;
  /** It was broken, was gone before this failure began, and things were well in between: another failure than this one. */
  past: boolean;
  /** It is broken, but a healthy one had taken over since the onset: a relapse, with a cause of its own. */
  later: boolean;
}

/** Two revisions in the same minutes, in which nothing else differed between them. */
export interface Together {
  /** No SHA where it is no commit that the repository knows; it was there since then. */
  old: { sha: Sha | null; sinceMs: number; requests: number; bad: number };
  young: { sha: Sha; requests: number; bad: number };
  /** "worse": the younger fails clearly oftener. "alike": it does not, and the older fails too. */
  verdict: "worse" | "alike" | "unclear";
  /** Chance of counts like these, or more one-sided ones, if both failed alike. */
  pWorse: number;
  evidence: readonly string[];
}

export interface Timeline {
  service: string;
  /** Null where telemetry saw no two known commits side by side. */
  together: Together | null;
  /** By first appearance. */
  served: readonly Served[];
  /** Evidence items that it was read from. */
  evidence: readonly string[];
}

type RevisionEvidence = EvidenceOf<"revisions">;

/**
 * The revisions that a service ran, from its telemetry. Of the anomaly's own service the items of its own
 * operation count, where there are any: another operation may well be healthy on the same revision.
 */
export function timelineOf(service: string, file: CaseFile): Timeline {
  const items = file.evidence.items.filter(
    (item): item is RevisionEvidence => item.kind === "revisions" && item.service === service,
  );
  const unit = file.anomaly.observed.unit;
  const narrowed = [
    items.filter((item) => item.operation === file.anomaly.operation && item.unit === unit),
    items.filter((item) => item.unit === unit),
    items,
  ].find((some) => some.length > 0);
  const byRevision = new Map<string, Served>();
  for (const item of narrowed ?? []) {
    for (const seen of item.revisions) {
      const sha = shaOfRevision(service, seen.revision, file);
      const key = sha ?? seen.revision;
      const firstMs = Date.parse(seen.firstSeen);
      const lastMs = Date.parse(seen.lastSeen);
      const before = byRevision.get(key);
      const requests = (before?.requests ?? 0) + seen.requests;
      byRevision.set(key, {
        revision: before && before.revision < seen.revision ? before.revision : seen.revision,
        sha,
        firstMs: Math.min(before?.firstMs ?? firstMs, firstMs),
        lastMs: Math.max(before?.lastMs ?? lastMs, lastMs),
        requests,
        value:
          requests > 0
            ? ((before?.value ?? 0) * (before?.requests ?? 0) + seen.value * seen.requests) / requests
            : 0,
        broken: before ? either(before.broken, seen.broken) : seen.broken,
        past: false,
        later: false,
      });
    }
  }
  return {
    service,
    together: togetherOf(narrowed ?? [], file),
    served: (file.anomaly.symptom === "memory" && unit === "bytes/s"
      ? byGrowth([...byRevision.values()])
      : [...byRevision.values()]
    )
      .map((served, _, all) => ({
        ...served,
        past: isPast(served, all, file),
        later: isLater(served, all, file),
      }))
      .toSorted((a, b) => a.firstMs - b.firstMs || (a.revision < b.revision ? -1 : 1)),
    evidence: (narrowed ?? []).map((item) => item.id).toSorted(byNumber),
  };
}

/** Points of a curve from which on its slope is one. */
const FEWEST_POINTS = 5;
/** Of what grows fastest: above the one it grows like that, below the other it does not grow beside it. */
const GROWS_LIKE_IT = 0.4;
const HARDLY_GROWS = 0.1;

/**
 * Memory by revision: one that grows many times as fast as the others is the broken one, also where it does not yet break the
 * objective by itself; a leak may be slow, and an alert asks for what is used.
 */
function byGrowth(served: readonly Served[]): Served[] {
  const said = served.filter(({ requests }) => requests >= FEWEST_POINTS);
  const most = Math.max(0, ...said.map(({ value }) => value));
  if (said.length < 2 || most <= 0 || said.some(({ broken }) => broken)) return [...served];
  if (!said.some(({ value }) => value <= HARDLY_GROWS * most)) return [...served];
  return served.map((one) =>
    one.requests < FEWEST_POINTS
      ? one
      : {
          ...one,
          broken: one.value >= GROWS_LIKE_IT * most ? true : one.value <= HARDLY_GROWS * most ? false : null,
        },
  );
}

/** So unlikely must it be that both are alike, or that the younger is three times as bad, before either is said. */
const WORSE = 0.001;
const ALIKE = 0.01;

function shaOfRevision(service: string, revision: string, file: CaseFile): Sha | null {
  return file.shaOf[revision] ?? file.shaOf[`${service} ${revision}`] ?? null;
}

function togetherOf(items: readonly RevisionEvidence[], file: CaseFile): Together | null {
  for (const { concurrent, id, service, revisions } of items) {
    if (!concurrent) continue;
    const { old, young, pWorse, pAlike } = concurrent;
    const shas = [old, young].map(({ revision }) => shaOfRevision(service, revision, file));
    const since = revisions.find(({ revision }) => revision === old.revision)?.firstSeen;
    if (!shas[1] || shas[0] === shas[1] || !since) continue;
    return {
      old: { sha: shas[0] ?? null, sinceMs: Date.parse(since), requests: old.requests, bad: old.bad },
      young: { sha: shas[1], requests: young.requests, bad: young.bad },
      verdict:
        pWorse < WORSE
          ? "worse"
          : (pAlike < ALIKE && old.bad > 0) || failsToo(old, young, file)
            ? "alike"
            : "unclear",
      pWorse,
      evidence: [id],
    };
  }
  return null;
}

type Side = { requests: number; bad: number };

/** A share of bad requests that no service has in good health, where nothing is known of before. */
const USUAL = 0.05;
const FEWEST_BAD = 3;
const UNUSUAL = 0.001;
/** Of the younger's share of bad requests, so much must the older have to be called alike. */
const ABOUT_AS_BAD = 0.4;

/**
 * Whether the older revision goes bad in these minutes as it never did before, and about as often as the younger. Where
 * nearly all requests go bad, no test could tell that the younger is not three times as bad.
 */
function failsToo(old: Side, young: Side, { anomaly }: CaseFile): boolean {
  if (old.bad < FEWEST_BAD || young.requests === 0) return false;
  const before = anomaly.baseline?.unit === "ratio" ? 2 * anomaly.baseline.value : 0;
  return (
    binomialTail(old.bad, old.requests, Math.max(USUAL, Math.min(0.9, before))) < UNUSUAL &&
    old.bad / old.requests >= (ABOUT_AS_BAD * young.bad) / young.requests
  );
}

/** So long before the onset must a broken revision be gone, and another one serve after it, to be of another failure. */
const GONE_MS = 15_000;
const SERVED_ON_MS = 10_000;

/**
 * A failure that was healed and another one later, within what Scout looks back on: the revision of the first is gone
 * well before the onset, and one that is not broken served since. Where none did, it is all one failure, and the onset
 * is an estimate that came late.
 */
function isPast(served: Served, all: readonly Served[], { anomaly }: CaseFile): boolean {
  const { earliest, latest } = anomaly.onset;
  if (served.broken !== true || served.lastMs >= Date.parse(earliest) - GONE_MS) return false;
  return all.some(
    (other) =>
      other.broken !== true &&
      other.lastMs >= served.lastMs + SERVED_ON_MS &&
      other.firstMs < Date.parse(latest),
  );
}

function isLater(served: Served, all: readonly Served[], { anomaly }: CaseFile): boolean {
  const latest = Date.parse(anomaly.onset.latest);
  if (served.broken !== true || served.firstMs <= latest) return false;
  return all.some(
    (healed) =>
      healed.broken === false &&
      healed.firstMs > latest &&
      healed.firstMs < served.firstMs &&
      all.some((one) => one.broken === true && one.firstMs < healed.firstMs && one.lastMs < served.firstMs),
  );
}

/** The first revision that is broken in this failure, and the last healthy one that was seen before it. */
export function turningPoint(timeline: Timeline): { healthy: Served | null; failing: Served | null } {
  const failing =
    timeline.served.find((served) => served.broken === true && !served.past && !served.later) ?? null;
  const healthy =
    failing === null
      ? null
      : (timeline.served
          .filter((served) => served.broken === false && served.firstMs < failing.firstMs)
          .at(-1) ?? null);
  return { healthy, failing };
}

/** Broken, healthy, and broken again, where the onset does not say which of the two failures is meant. */
export function isMixed({ served }: Timeline): boolean {
  const broken = served.filter((one) => one.broken === true && !one.past && !one.later);
  return served.some(
    (healthy) =>
      healthy.broken === false &&
      broken.some((one) => one.firstMs < healthy.firstMs && one.lastMs < healthy.lastMs) &&
      broken.some((one) => one.firstMs > healthy.firstMs),
  );
}

/** E2 before E10. */
export function byNumber(a: string, b: string): number {
  return Number(a.slice(1)) - Number(b.slice(1));
}

function either(a: boolean | null, b: boolean | null): boolean | null {
  if (a === true || b === true) return true;
  return a === null && b === null ? null : false;
}
