import { levelText } from "../level-text.ts";
import { memoryTrend } from "../memory/memory-trend.ts";
import { warmFrom } from "../memory/warm-from.ts";
import { binomialTail } from "../statistics/binomial-tail.ts";
import { tallyOf } from "../tally.ts";
import { concurrentRevisions } from "./concurrent-revisions.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";
import { stillbornRevisions } from "./stillborn-revisions.ts";

/** Enough requests that a revision with none bad may be called whole. */
const ENOUGH = 20;
/** Kinds of request are never mixed quite alike: a revision as bad as a broken one may show this much less. */
const LIKE_BROKEN = 2 / 3;
/** Where the objective is none of failing requests, more of them than this are too many. */
const FAILING = 0.01;

/** The same measure for each revision that served requests, in the hour: old and new side by side is the strongest witness. */
export function revisionEvidence(context: EvidenceContext): Unnumbered[] {
  const { anomaly, record, slowMs } = context;
  const stillborn = anomaly.symptom === "errors" ? stillbornRevisions(context) : [];
  const served = anomaly.symptom === "memory" ? byMemory(context) : byRequests(context);
  const revisions = [
    ...served,
    ...stillborn.map(({ revision, firstMs, lastMs }) => ({
      revision,
      firstSeen: new Date(firstMs).toISOString(),
      lastSeen: new Date(lastMs).toISOString(),
      requests: 0,
      value: 1,
      broken: true,
    })),
  ].sort(byFirstSeen);
  if (revisions.length === 0) return [];
  const unit = anomaly.symptom === "memory" ? "bytes/s" : slowMs === null ? "ratio" : "ms";
  const failuresOf = (revision: string) => stillborn.find((one) => one.revision === revision)?.failures ?? 0;
  const said = revisions
    .slice(-4)
    .map((r) =>
      r.requests === 0
        ? `${r.revision.slice(0, 10)} never served a request and threw ${failuresOf(r.revision)} times`
        : `${r.revision.slice(0, 10)} ${levelText({ value: r.value, unit })} of ${r.requests}${r.broken === null ? " (too few to say)" : r.broken ? " (broken)" : " (whole)"}`,
    );
  const concurrent = concurrentRevisions(context);
  return [
    {
      kind: "revisions",
      service: record.service,
      operation: anomaly.operation,
      unit,
      revisions,
      ...(concurrent ? { concurrent } : {}),
      text: `By revision of ${record.service}: ${said.join(", ")}.${concurrent ? sideBySide(concurrent) : ""}`,
    },
  ];
}

/** In words: the strongest witness, where both served together. */
function sideBySide({
  old,
  young,
  seconds,
  pWorse,
  pAlike,
}: NonNullable<ReturnType<typeof concurrentRevisions>>): string {
  const side = (one: typeof old) => `${one.bad} of ${one.requests} at ${one.revision.slice(0, 10)}`;
  const verdict =
    pWorse < 0.001
      ? "only the revision differed between them"
      : pAlike < 0.01 && old.bad > 0
        ? "the older fails alike, so the younger is not why"
        : "too little to tell them apart";
  return ` In the ${seconds} s in which both served, ${side(old)} and ${side(young)} went bad: ${verdict}.`;
}

interface Row {
  revision: string;
  firstSeen: string;
  lastSeen: string;
  requests: number;
  value: number;
  broken: boolean | null;
}

function byRequests({ anomaly, record, slowMs }: EvidenceContext): Row[] {
  const series = record.series(anomaly.operation);
  if (!series) return [];
  const cells = series.byRevision(series.newest - 3600, series.newest);
  // When a revision was first seen is asked of the whole service: it may have served other operations sooner.
  const spans = new Map(record.whole.revisions().map((span) => [span.revision, span]));
  const allowed = slowMs !== null ? 0.05 : anomaly.symptom === "errors" ? anomaly.objective : FAILING;
  const tallies = [...cells].map(([revision, cell]) => ({ revision, ...tallyOf(cell, slowMs) }));
  const isBroken = (total: number, hits: number) =>
    hits >= 2 && binomialTail("upper", hits, total, allowed) < 0.01;
  const share = Math.max(
    0,
    ...tallies.filter(({ total, hits }) => isBroken(total, hits)).map(({ total, hits }) => hits / total),
  );
  const rows: Row[] = [];
  for (const { revision, firstMs, lastMs } of series.revisions()) {
    const cell = cells.get(revision);
    if (!cell || revision === "") continue;
    const { total, hits } = tallyOf(cell, slowMs);
    const surelyBroken = isBroken(total, hits);
    // Served for a few seconds only, a guilty revision may have had luck: it is whole where luck is ruled out.
    const luckRuledOut = share === 0 || binomialTail("lower", hits, total, share * LIKE_BROKEN) < 0.01;
    const surelyWhole = total >= ENOUGH && luckRuledOut && binomialTail("upper", hits, total, allowed) > 0.05;
    const whole = spans.get(revision);
    rows.push({
      revision,
      firstSeen: new Date(Math.min(firstMs, whole?.firstMs ?? firstMs)).toISOString(),
      lastSeen: new Date(Math.max(lastMs, whole?.lastMs ?? lastMs)).toISOString(),
      requests: cell.requests,
      value: slowMs === null ? cell.errors / cell.requests : (cell.latency.quantile(0.95) ?? 0),
      broken: surelyBroken ? true : surelyWhole ? false : null,
    });
  }
  return rows.sort(byFirstSeen);
}

function byMemory({ anomaly, record }: EvidenceContext): Row[] {
  const rows = new Map<string, Row>();
  for (const process of record.memory.processes()) {
    if (process.revision === "") continue;
    const found = memoryTrend(process, warmFrom(process));
    const row = rows.get(process.revision);
    const broken = found && found.points >= 5 ? found.slope > anomaly.objective && found.low > 0 : null;
    rows.set(process.revision, {
      revision: process.revision,
      firstSeen: row?.firstSeen ?? new Date(process.firstMs).toISOString(),
      lastSeen: new Date(process.lastMs).toISOString(),
      requests: Math.max(row?.requests ?? 0, found?.points ?? 0),
      value: Math.max(row?.value ?? 0, found?.slope ?? 0),
      broken: row?.broken || broken ? true : (row?.broken ?? broken),
    });
  }
  return [...rows.values()];
}

/** Instants are of one form, and a collator takes ten milliseconds to load. */
function byFirstSeen(
  { firstSeen: a }: { firstSeen: string },
  { firstSeen: b }: { firstSeen: string },
): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
