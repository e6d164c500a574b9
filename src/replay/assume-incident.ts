import type { Anomaly } from "../contracts/anomaly.ts";
import type { Alert } from "../contracts/signal.ts";
import { ruleWindowMs } from "../observe/alerts/rule-window.ts";
import { symptomOf } from "../observe/alerts/symptom-of.ts";
import { assumedAnomaly } from "./assumed-anomaly.ts";
import { boundsOf } from "./bounds-of.ts";
import { moveAnomaly, placeElsewhere } from "./move-anomaly.ts";
import type { Observed } from "./observed.ts";
import type { Bundle } from "./read-bundle.ts";
import type { LedgerShift, ShiftKind, ShiftLedger } from "./shift-ledger.ts";
import type { Stretch } from "./stretch.ts";
import { withVictims } from "./with-victims.ts";

/** A shift that chance explains about as well is none. */
const WORTH = 6;
/** How far before an alert its trouble may have begun, at least. */
const BEFORE_ALERT_MS = 15 * 60_000;
const AFTER_ALERT_MS = 60_000;
/** A window's beginning is about right. */
const WINDOW_MARGIN_MS = 60_000;
const ABOUT_MS = 120_000;
/** What requests show goes before what logs say, and that before metrics, which move for many reasons. */
const ORDER: readonly ShiftKind[] = ["errors", "latency", "spans", "logs", "metric"];

/**
 * The incident that somebody says there was, where Scout's tests found none: at the place that moved most, then,
 * where the traces say that this was only the victim, at the place where they say that it began.
 */
export function assumeIncident(of: {
  bundle: Bundle;
  when: Stretch;
  alerts: readonly Alert[];
  ledger: ShiftLedger;
  services: ReadonlySet<string>;
  now: number;
  /** When the telemetry begins. */
  sinceMs: number | null;
  look(anomaly: Anomaly): Observed;
}): Observed {
  const { bundle, when, alerts, now, services } = of;
  const shifts = of.ledger
    .shifts({ fromMs: when.fromMs, toMs: Math.min(now, when.toMs ?? now) })
    .filter((shift) => shift.kind !== "refused" && shift.score >= WORTH && isNear(shift, when, alerts));
  const largest = largestShift(shifts, alerts);
  const freely =
    when.fromMs === null ? [] : of.ledger.shifts({ fromMs: null, toMs: Math.min(now, when.toMs ?? now) });
  const assume = (shift: LedgerShift | null): Observed =>
    of.look(
      assumedAnomaly(shift, {
        repository: bundle.repository,
        environment: bundle.environment,
        onset: onsetOf(
          shift,
          seenNear(shift, freely, bundle.window.fromMs),
          bundle.window.fromMs,
          when,
          alerts,
          { now, sinceMs: of.sinceMs },
        ),
        now,
        service: alerts.find(({ service }) => service)?.service ?? likelyService(bundle, services),
        symptom: alerts[0] ? symptomOf(alerts[0]) : "errors",
        alerts: alerts.map(({ key }) => key).slice(0, 50),
        blastRadius: sufferers(shifts, shift),
        baselineSeconds: of.sinceMs === null || !shift ? 0 : Math.max(0, (shift.atMs - of.sinceMs) / 1000),
      }),
    );
  const first = assume(largest);
  const elsewhere = placeElsewhere(first.anomaly, first.evidence, services);
  const there = (observed: Observed): Observed => ({ ...observed, evidence: withVictims(observed, first) });
  if (!largest) return elsewhere ? there(of.look(moveAnomaly(first.anomaly, elsewhere))) : first;
  // What it ranks may be no service of the bundle, such as a database: the first place where something moved counts.
  const moved = new Set(shifts.filter(({ kind }) => kind !== "metric").map(({ service }) => service));
  const origin = elsewhere ?? first.evidence.localisation.find(({ service }) => moved.has(service));
  if (!origin || origin.service === largest.service) return first;
  const moves = shifts.filter(({ service, kind }) => service === origin.service && kind !== "metric");
  const best = largestShift(moves, []);
  if (best) return there(assume(best));
  return elsewhere ? there(of.look(moveAnomaly(first.anomaly, elsewhere))) : first;
}

/** Most telling kind first, then the clearest; what the alert names goes before all others. */
function largestShift(shifts: readonly LedgerShift[], alerts: readonly Alert[]): LedgerShift | null {
  const named = alerts.flatMap(({ service }) => (service ? [service] : []));
  const mine = shifts.filter(({ service }) => named.includes(service));
  const among = mine.length > 0 ? mine : shifts;
  const wanted = alerts[0] && symptomOf(alerts[0]) === "latency" ? "latency" : "errors";
  const rank = ({ kind }: LedgerShift) => (kind === wanted ? -1 : ORDER.indexOf(kind));
  return among.toSorted((a, b) => rank(a) - rank(b) || b.score - a.score)[0] ?? null;
}

function isNear({ atMs }: LedgerShift, when: Stretch, alerts: readonly Alert[]): boolean {
  if (when.fromMs !== null || when.alertMs === null) return true;
  const back = Math.max(BEFORE_ALERT_MS, ...alerts.map(({ url }) => ruleWindowMs(url)));
  return atMs >= when.alertMs - back && atMs <= when.alertMs + AFTER_ALERT_MS;
}

/** The same shift where the data itself says since when, if that is about when the window begins. */
function seenNear(
  shift: LedgerShift | null,
  freely: readonly LedgerShift[],
  saidMs: number | null,
): LedgerShift | null {
  if (!shift || saidMs === null) return null;
  const same = freely.find(
    (one) =>
      one.kind === shift.kind &&
      one.service === shift.service &&
      one.operation === shift.operation &&
      one.metric === shift.metric,
  );
  return same && Math.abs(same.atMs - saidMs) <= ABOUT_MS ? same : null;
}

function onsetOf(
  shift: LedgerShift | null,
  seen: LedgerShift | null,
  saidMs: number | null,
  when: Stretch,
  alerts: readonly Alert[],
  { now, sinceMs }: { now: number; sinceMs: number | null },
): { at: number; earliest: number; latest: number } {
  if (seen) return boundsOf(seen, now);
  if (saidMs !== null) {
    const margin = Math.max(WINDOW_MARGIN_MS, shift?.stepMs ?? 0);
    return { at: saidMs, earliest: saidMs - margin / 2, latest: Math.min(now, saidMs + margin) };
  }
  if (shift) return boundsOf(shift, now);
  // Telemetry that is of the incident alone begins with it.
  if (when.alertMs === null && sinceMs !== null)
    return { at: sinceMs, earliest: sinceMs - BEFORE_ALERT_MS, latest: now };
  const at = when.alertMs ?? now;
  const back =
    when.alertMs === null ? BEFORE_ALERT_MS : Math.max(...alerts.map(({ url }) => ruleWindowMs(url)));
  return { at, earliest: at - back, latest: at };
}

function sufferers(shifts: readonly LedgerShift[], of: LedgerShift | null): string[] {
  if (!of || of.kind === "metric") return [];
  const same = shifts.filter(({ kind, service }) => kind === of.kind && service !== of.service);
  return [...new Set(same.map(({ service }) => service))].sort();
}

function likelyService(bundle: Bundle, services: ReadonlySet<string>): string {
  const deployed = bundle.deployments.flatMap(({ service }) => (service ? [service] : []));
  const [only, ...others] = services.size > 0 ? [...services] : [...new Set(deployed)];
  return only !== undefined && others.length === 0 ? only : "unknown";
}
