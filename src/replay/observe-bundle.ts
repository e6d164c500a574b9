import type { Anomaly } from "../contracts/anomaly.ts";
import type { Alert } from "../contracts/signal.ts";
import { createScout } from "../observe/scout.ts";
import { assumeIncident } from "./assume-incident.ts";
import { chooseAnomaly } from "./choose-anomaly.ts";
import { claimByBeingSeen } from "./claim-by-being-seen.ts";
import { deploymentsOf } from "./deployments-of.ts";
import { extentOf } from "./extent-of.ts";
import { markRejected } from "./mark-rejected.ts";
import { moveAnomaly, placeElsewhere } from "./move-anomaly.ts";
import type { Observed } from "./observed.ts";
import { playTelemetry } from "./play-telemetry.ts";
import type { Bundle } from "./read-bundle.ts";
import { recall } from "./recorded-evidence.ts";
import { refineOnset } from "./refine-onset.ts";
import { ShiftLedger } from "./shift-ledger.ts";
import type { Stretch } from "./stretch.ts";
import { surgedRejections } from "./surged-rejections.ts";
import { withVictims } from "./with-victims.ts";

/** How long Scout goes on looking once something is found: evidence grows with traffic. */
const LOOK_ON_MS = 240_000;
/** How long it looks for something by itself where a person says since when. */
const LOOK_FOR_MS = 600_000;
/** A person's window is about right, and what is found may have begun a little before it. */
const TOLERANCE_MS = 120_000;
/** What an alert is about began no longer before it than this. */
const ALERT_LOOK_BACK_MS = 60 * 60_000;
const SECOND_MS = 1_000;
/** An alert that fired so far from all telemetry is not about it. */
const FAR_MS = 6 * 3600_000;

/**
 * Scout on the telemetry of a bundle: the very one of the service, on a clock that is the telemetry's own. The
 * incident is what its detection finds in the window; else the largest shift that there is, since a person (or an
 * alert) says that there was an incident; else what the alert says; else nothing but a time.
 */
export async function observeBundle(bundle: Bundle): Promise<Observed> {
  if (bundle.recorded) return recall(bundle.recorded);
  const first = await observeOnce(bundle, new Set());
  if (first.refused.size === 0) return first.observed;
  // What cannot be read was told of already.
  return (await observeOnce({ ...bundle, problems: [] }, first.refused)).observed;
}

/** @param rejected HTTP statuses (4xx) that count as failures */
async function observeOnce(
  bundle: Bundle,
  rejected: ReadonlySet<number>,
): Promise<{
  observed: Observed;
  /** Statuses with which many more requests were refused, where that explains more than what was observed. */
  refused: ReadonlySet<number>;
}> {
  const extent = extentOf(bundle.telemetry);
  const alerts = bundle.alert?.alerts.filter(({ status }) => status === "firing") ?? [];
  const fired = timesOf(alerts, bundle.alert?.receivedAt, extent);
  const when: Stretch = {
    fromMs:
      extent && bundle.window.fromMs !== null && extent.fromMs < bundle.window.fromMs
        ? bundle.window.fromMs
        : null,
    toMs: bundle.window.toMs,
    alertMs: fired.length > 0 ? Math.min(...fired) : null,
  };

  let now = 0;
  const scout = createScout({ now: () => now, claim: claimByBeingSeen(bundle) });
  const ledger = new ShiftLedger(extent?.fromMs ?? 0, extent?.toMs ?? 0);
  const services = new Set<string>();
  const found: Anomaly[] = [];
  let stopMs = Math.min(
    when.toMs ?? Number.POSITIVE_INFINITY,
    (when.fromMs ?? Number.POSITIVE_INFINITY) + LOOK_FOR_MS,
  );
  const note = (anomalies: readonly Anomaly[]) => {
    const mine = anomalies.filter((one) => one.source === "telemetry" && concerns(one, when));
    if (found.length === 0 && mine.length > 0)
      stopMs = Math.min(when.toMs ?? Number.POSITIVE_INFINITY, now + LOOK_ON_MS);
    found.push(...mine);
  };
  let told = bundle.alert === null;
  const tellAlert = () => {
    told = true;
    if (bundle.alert) note(scout.alert({ ...bundle.alert, receivedAt: new Date(now).toISOString() }).fired);
  };

  await playTelemetry(bundle.telemetry, bundle.environment, bundle.problems, (telemetry, at) => {
    now = at;
    if (rejected.size > 0) markRejected(telemetry, rejected);
    for (const records of [telemetry.spans, telemetry.points, telemetry.logs])
      for (const { resource } of records) services.add(resource.service);
    ledger.add(telemetry, at);
    scout.ingest({
      kind: "telemetry",
      repositories: [bundle.repository],
      receivedAt: new Date(at).toISOString(),
      telemetry,
    });
    if (!told && when.alertMs !== null && at >= when.alertMs) tellAlert();
    note(scout.tick());
    return at < stopMs;
  });
  now =
    Math.max(now, when.alertMs ?? 0) || (bundle.window.toMs ?? bundle.window.fromMs ?? lastChange(bundle));
  if (!told) tellAlert();
  for (const { time, kind, service, text } of bundle.events)
    scout.change({
      time,
      kind: kind.slice(0, 60),
      ...(service ? { service } : {}),
      text: text.slice(0, 2000),
      repositories: [bundle.repository],
    });

  const deployments = deploymentsOf(bundle.deployments, bundle.environment);
  const look = (anomaly: Anomaly): Observed => ({
    anomaly,
    evidence: scout.evidence(anomaly, deployments),
    now,
    services: [...services].sort(),
  });
  const notBeforeMs = bundle.window.fromMs === null ? null : bundle.window.fromMs - TOLERANCE_MS;
  const first = chooseAnomaly(found, alerts);
  const refused =
    rejected.size > 0 || first?.symptom === "errors" || (first && alerts.length === 0)
      ? new Set<number>()
      : surgedRejections(ledger.shifts({ fromMs: when.fromMs, toMs: now }), alerts);
  const chosen = first && refineOnset(first, ledger, notBeforeMs, now);
  if (chosen) {
    const seen = look(withAlerts(chosen, alerts));
    const origin = chosen.symptom === "memory" ? null : placeElsewhere(chosen, seen.evidence, services);
    if (!origin) return { observed: seen, refused };
    const known = found.find(({ service }) => service === origin.service);
    const moved = known ? refineOnset(known, ledger, notBeforeMs, now) : moveAnomaly(chosen, origin);
    const there = look(withAlerts(moved, alerts));
    return { observed: { ...there, evidence: withVictims(there, seen) }, refused };
  }
  const observed = assumeIncident({
    bundle,
    when,
    alerts,
    ledger,
    services,
    now,
    sinceMs: extent?.fromMs ?? null,
    look,
  });
  return { observed, refused };
}

/**
 * When alerts fired, in epoch milliseconds, of those that say so: what has no time of its own is given that of its
 * arrival, and a time far from all telemetry is a mistake, or of another incident.
 */
function timesOf(
  alerts: readonly Alert[],
  receivedAt: string | undefined,
  extent: { fromMs: number; toMs: number } | null,
): number[] {
  const times = alerts.map(({ startsAt }) => startsAt);
  if (!extent) return times.map((time) => Date.parse(time));
  return times
    .filter((time) => time !== receivedAt)
    .map((time) => Date.parse(time))
    .filter((ms) => ms >= extent.fromMs - FAR_MS && ms <= extent.toMs + FAR_MS);
}

/** Whether an anomaly can be what the bundle is about. */
function concerns({ onset }: Anomaly, when: Stretch): boolean {
  const latest = Date.parse(onset.latest);
  if (when.toMs !== null && Date.parse(onset.earliest) > when.toMs) return false;
  if (when.fromMs !== null) return latest >= when.fromMs - TOLERANCE_MS;
  return when.alertMs === null || latest >= when.alertMs - ALERT_LOOK_BACK_MS;
}

function withAlerts(anomaly: Anomaly, alerts: readonly Alert[]): Anomaly {
  return {
    ...anomaly,
    alerts: [...new Set([...anomaly.alerts, ...alerts.map(({ key }) => key)])].slice(0, 50),
  };
}

/** Where no time is said at all, an incident is taken to have followed the last thing that changed. */
function lastChange({ deployments, commits, events }: Bundle): number {
  const times = [
    ...deployments.map((one) => one.created_at),
    ...commits.map(({ commit }) => commit.committer?.date ?? commit.author?.date ?? ""),
    ...events.map(({ time }) => time),
  ].map((time) => Date.parse(time));
  return Math.max(0, ...times.filter(Number.isFinite)) + SECOND_MS;
}
