import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Symptom } from "../../contracts/signal.ts";
import type { Memory } from "../ingest-telemetry.ts";
import { detectSaturation } from "../metrics/detect-saturation.ts";
import type { ServiceRecord } from "../service-record.ts";
import { tallyOf } from "../tally.ts";
import { detectSilence, type Silence } from "../traffic/detect-silence.ts";
import { silentTogether } from "../traffic/silent-together.ts";
import { anomalyOf } from "./anomaly-of.ts";
import type { Breach } from "./breach.ts";
import type { Candidate } from "./candidate.ts";
import { findBreaches } from "./find-breaches.ts";
import { inheritedBreach } from "./inherited-breach.ts";
import { isCommon } from "./is-common.ts";
import { isRelapse } from "./is-relapse.ts";
import { isWell } from "./is-well.ts";
import type { Look } from "./look.ts";
import { originsOf } from "./origins-of.ts";

/** What a request, or a point of memory, may show. */
const AT_ONCE: readonly Symptom[] = ["errors", "latency", "memory"];
/** What shows by what does not come, or in readings of ten seconds, is looked at this often. */
const SLOWLY_MS = 5_000;
/** A breach is held back this long at least, so that the other services' spans of the same requests can arrive; it has lasted for two seconds already. */
const HOLD_MS = 250;
/** And this long at most when its requests say that it began elsewhere, where nothing shows yet. */
const PATIENCE_MS = 3_000;
/** And where so many of them began elsewhere, because others that say it began here may lack spans that are still to come. */
const TORN = 0.3;
/** What is known to be broken, or somebody else's fault, is looked at no more often than this. */
const AGAIN_MS = 1_000;
/** How long everything must have been slow at once before one service is named for it. */
const COMMON_MS = 15_000;
/** Where everything was slow, those that wait for others end last: what is theirs alone is still slow after this. */
const TAIL_MS = 5_000;
const FADED_MS = 1_500;
/** Operations of one service that break within this time break of one cause. */
const SAME_CAUSE_MS = 90_000;
/** What was broken is well again after this long without a breach, with this many requests. */
const WELL_MS = 30_000;
const WELL_REQUESTS = 20;
const FORGET_MS = 30 * 60_000;
/** An alert whose resolution was never heard stops to count after this. */
const FIRING_MS = 6 * 3_600_000;

/** An anomaly that was reported, until it has been well for a while. */
export interface Reported {
  anomaly: Anomaly;
  /** Operations that break with it. */
  operations: string[];
  lastBrokenMs: number;
  /** When its incident was closed; what breaks after that is a relapse, and is told. Null while it is open. */
  closedMs: number | null;
}

/**
 * From breaches to anomalies: waits until it is clear where a breach began, reports each cause once, and remembers
 * what was reported until it has been well for half a minute.
 */
export class Watch {
  private readonly candidates = new Map<string, Candidate>();
  private reported: Reported[] = [];
  private slowlyMs = Number.NEGATIVE_INFINITY;

  /** What is newly broken. `fires` says whether an alert behind an anomaly still does. */
  look(memory: Memory, fires: (anomaly: Anomaly) => boolean, now: number): Anomaly[] {
    for (const record of memory.services.all()) {
      for (const symptom of AT_ONCE) {
        if (!this.isDue(record, symptom, now)) continue;
        this.note(record, symptom, findBreaches(record, symptom, now), now);
      }
    }
    if (now - this.slowlyMs >= SLOWLY_MS) this.lookSlowly(memory, now);
    const fresh: Anomaly[] = [];
    for (const [key, candidate] of [...this.candidates]) {
      const looked = candidate.record.looks[candidate.breach.symptom].atMs;
      if (looked - candidate.lastMs > FADED_MS) this.candidates.delete(key);
      else if (now >= candidate.nextMs) {
        const anomaly = this.decide(candidate, memory, now);
        if (anomaly) fresh.push(anomaly);
      }
    }
    this.forgetWell(memory, fires, now);
    return fresh;
  }

  private lookSlowly(memory: Memory, now: number): void {
    this.slowlyMs = now;
    const silences: Silence[] = [];
    for (const record of memory.services.all()) {
      const silence = detectSilence(record, memory, now);
      if (silence) silences.push(silence);
      const saturation = detectSaturation(record, memory, now);
      noteLook(record.looks.saturation, record, now);
      if (saturation) this.note(record, "saturation", [saturation], now);
    }
    for (const { record, breach } of silentTogether(silences, memory)) {
      noteLook(record.looks.traffic, record, now);
      this.note(record, "traffic", [breach], now);
    }
  }

  /** What is known to be broken of that service. */
  of(repository: string, service: string): Reported[] {
    return this.reported.filter(
      ({ anomaly }) => anomaly.repository === repository && anomaly.service === service,
    );
  }

  /** Operations of its service that broke of the same cause as that anomaly. */
  brokenWith({ repository, service, fingerprint }: Anomaly): readonly string[] {
    return (
      this.of(repository, service).find((one) => one.anomaly.fingerprint === fingerprint)?.operations ?? []
    );
  }

  /** What is known to be broken of that repository. */
  in(repository: string): Reported[] {
    return this.reported.filter(({ anomaly }) => anomaly.repository === repository);
  }

  /** What is known to be broken elsewhere and makes that service suffer. */
  behind(repository: string, service: string): Reported | undefined {
    return this.reported.find(
      ({ anomaly }) => anomaly.repository === repository && anomaly.blastRadius.includes(service),
    );
  }

  report(anomaly: Anomaly, record: ServiceRecord | null, now: number): void {
    const { repository, fingerprint } = anomaly;
    this.reported = this.reported.filter(
      (one) =>
        one.closedMs === null ||
        one.anomaly.fingerprint !== fingerprint ||
        one.anomaly.repository !== repository,
    );
    this.reported.push({ anomaly, operations: [anomaly.operation], lastBrokenMs: now, closedMs: null });
    record?.series(anomaly.operation)?.breakAt(Math.floor(Date.parse(anomaly.onset.earliest) / 1000));
    if (anomaly.operation !== "*") {
      record?.whole.breakAt(Math.floor(Date.parse(anomaly.onset.earliest) / 1000));
    }
  }

  /** The incident of that anomaly was closed. */
  close(anomaly: Anomaly, now: number): void {
    for (const one of this.reported) {
      const isSame =
        one.anomaly.repository === anomaly.repository && one.anomaly.fingerprint === anomaly.fingerprint;
      if (isSame) one.closedMs ??= now;
    }
  }

  toJSON(): Reported[] {
    return this.reported;
  }

  /** Takes up what was reported, beside what is known already. */
  restore(json: Reported[]): void {
    const same = (a: Reported, b: Reported) =>
      a.anomaly.repository === b.anomaly.repository && a.anomaly.fingerprint === b.anomaly.fingerprint;
    const news = structuredClone(json).filter((one) => !this.reported.some((known) => same(one, known)));
    this.reported = [...this.reported, ...news];
  }

  /** Knows nothing of that repository any more. */
  forget(repository: string): void {
    this.reported = this.reported.filter(({ anomaly }) => anomaly.repository !== repository);
    for (const [key, { record }] of this.candidates)
      if (record.repository === repository) this.candidates.delete(key);
  }

  private note(record: ServiceRecord, symptom: Symptom, breaches: Breach[], now: number): void {
    if (breaches.length === 0) return;
    const known = this.of(record.repository, record.service).filter((r) => r.anomaly.symptom === symptom);
    const unexplained = breaches.filter((breach) => {
      const same = known.find(
        (r) =>
          r.operations.includes(breach.operation) || r.operations.includes("*") || breach.operation === "*",
      );
      const kin = same ?? known.find((r) => now - Date.parse(r.anomaly.detectedAt) < SAME_CAUSE_MS);
      if (!kin) return true;
      if (kin.closedMs !== null && isRelapse(breach, record, kin.closedMs)) {
        const { at, earliest, latest } = breach.onset;
        const floor = kin.closedMs;
        breach.onset = {
          at: Math.max(at, floor),
          earliest: Math.max(earliest, floor),
          latest: Math.max(latest, floor),
        };
        return true;
      }
      kin.lastBrokenMs = now;
      if (!kin.operations.includes(breach.operation) && breach.operation !== "*") {
        kin.operations.push(breach.operation);
        record.series(breach.operation)?.breakAt(Math.floor(breach.onset.earliest / 1000));
      }
      return false;
    });
    const breach = unexplained[0];
    if (!breach) return;
    const { key } = record.looks[symptom];
    const candidate = this.candidates.get(key);
    if (candidate) Object.assign(candidate, { breach, lastMs: now });
    else {
      const nextMs = now + HOLD_MS;
      this.candidates.set(key, {
        record,
        breach,
        firstMs: now,
        lastMs: now,
        nextMs,
        sharedMs: Number.NEGATIVE_INFINITY,
      });
    }
  }

  /** Nothing new is to be found where nothing was heard since; and what is known is looked at once a second. */
  private isDue(record: ServiceRecord, symptom: Symptom, now: number): boolean {
    const look = record.looks[symptom];
    if (record.lastSeenMs === look.heardMs) return false;
    const known =
      this.reported.length > 0 &&
      this.of(record.repository, record.service).some((r) => r.anomaly.symptom === symptom);
    const candidate = this.candidates.size > 0 ? this.candidates.get(look.key) : undefined;
    const inherited = candidate !== undefined && candidate.nextMs - now > HOLD_MS;
    const pauseMs = known || inherited ? AGAIN_MS : 0;
    if (now - look.atMs < pauseMs) return false;
    noteLook(look, record, now);
    return true;
  }

  private decide(candidate: Candidate, memory: Memory, now: number): Anomaly | null {
    const { record, breach, firstMs } = candidate;
    const postpone = (ms: number) => {
      candidate.nextMs = now + ms;
      return null;
    };
    const waited = now - firstMs;
    const verdict = originsOf(record, breach, memory, now);
    if (verdict.waiting > verdict.followed && waited < PATIENCE_MS) return postpone(HOLD_MS);
    const origin = verdict.origin;
    const isHeld = (broken: ServiceRecord, how: Breach) => {
      const shared =
        how.symptom === "latency" &&
        (this.isSlowElsewhere(broken, verdict.sufferers, now) || isCommon(how, broken, memory));
      if (shared) candidate.sharedMs = now;
      return shared ? waited < COMMON_MS : now - candidate.sharedMs < TAIL_MS;
    };
    const torn = verdict.shares.some((one) => one.service !== record.service && one.share >= TORN);
    if (!origin && torn && waited < PATIENCE_MS) return postpone(HOLD_MS);
    if (!origin) {
      if (isHeld(record, breach)) return postpone(HOLD_MS);
      return this.settle(record, breach, verdict.sufferers, now);
    }
    const elsewhere = memory.services.neighbour(origin.service, record);
    if (!elsewhere) return this.settle(record, breach, verdict.sufferers, now);
    const known = this.of(elsewhere.repository, elsewhere.service)[0];
    if (known) {
      known.lastBrokenMs = now;
      return postpone(2 * AGAIN_MS);
    }
    if (this.candidates.has(elsewhere.looks[origin.symptom].key) || waited < PATIENCE_MS)
      return postpone(HOLD_MS);
    const inherited = inheritedBreach(elsewhere, origin, breach);
    if (!inherited) return this.settle(record, breach, verdict.sufferers, now);
    if (isHeld(elsewhere, inherited)) return postpone(HOLD_MS);
    this.candidates.delete(record.looks[breach.symptom].key);
    return this.settle(elsewhere, inherited, verdict.sufferers, now);
  }

  /** Whether a service that has nothing to do with this one is slow at this moment, as far as is known. */
  private isSlowElsewhere(record: ServiceRecord, related: readonly string[], now: number): boolean {
    const unrelated = (service: string) => service !== record.service && !related.includes(service);
    return (
      this.reported.some(
        ({ anomaly, lastBrokenMs }) =>
          anomaly.symptom === "latency" &&
          unrelated(anomaly.service) &&
          !anomaly.blastRadius.includes(record.service) &&
          now - lastBrokenMs < COMMON_MS,
      ) ||
      [...this.candidates.values()].some(
        (other) =>
          other.breach.symptom === "latency" &&
          unrelated(other.record.service) &&
          other.nextMs <= now + HOLD_MS,
      )
    );
  }

  private settle(record: ServiceRecord, breach: Breach, sufferers: string[], now: number): Anomaly {
    const anomaly = anomalyOf(record, breach, sufferers, now);
    this.candidates.delete(record.looks[breach.symptom].key);
    this.report(anomaly, record, now);
    return anomaly;
  }

  private forgetWell(memory: Memory, fires: (anomaly: Anomaly) => boolean, now: number): void {
    this.reported = this.reported.filter((reported) => {
      const { anomaly, operations } = reported;
      if (fires(anomaly) && now - Date.parse(anomaly.detectedAt) < FIRING_MS) reported.lastBrokenMs = now;
      const quietMs = now - reported.lastBrokenMs;
      if (quietMs < WELL_MS) return true;
      const record = memory.services.get(anomaly.repository, anomaly.environment, anomaly.service);
      const since = Math.floor(reported.lastBrokenMs / 1000) + 1;
      const served = record ? tallyOf(record.whole.sum(since, record.whole.newest), null).total : 0;
      const alone = anomaly.source === "alert";
      if (!alone && served < WELL_REQUESTS && quietMs < FORGET_MS) return true;
      if (record && served >= WELL_REQUESTS && !isWell(anomaly, record, since)) return true;
      const passed = !alone && anomaly.rests !== "policy" && reported.closedMs === null;
      for (const operation of [...operations, "*"]) record?.series(operation)?.mendAt(since, passed);
      return false;
    });
  }
}

function noteLook(look: Look, record: ServiceRecord, now: number): void {
  look.atMs = now;
  look.heardMs = record.lastSeenMs;
}
