import type { Anomaly } from "../contracts/anomaly.ts";
import type { ChangeEvent } from "../contracts/change-event.ts";
import type { Evidence } from "../contracts/evidence.ts";
import type { Instant } from "../contracts/instant.ts";
import type { Deployment } from "../contracts/ports/repo-reader.ts";
import type { WindowsPart } from "../contracts/ports/windows.ts";
import type { Recovery } from "../contracts/recovery.ts";
import type { AlertSignal, TelemetrySignal } from "../contracts/signal.ts";
import type { Span, TraceInterest } from "../contracts/telemetry.ts";
import { AlertBook } from "./alerts/alert-book.ts";
import { AlertDesk, type Taken } from "./alerts/alert-desk.ts";
import { KnownCallers } from "./alerts/known-callers.ts";
import { ClockOffsets } from "./clock-offsets.ts";
import { COUNTED_ATTRIBUTES, COUNTED_WITHOUT_ROUTE } from "./counted-attributes.ts";
import { Watch } from "./detection/watch.ts";
import { collectEvidence } from "./evidence/collect-evidence.ts";
import { exemplarsOf } from "./exemplars-of.ts";
import { ingestTelemetry, type Memory } from "./ingest-telemetry.ts";
import { TraceSample } from "./localise/trace-sample.ts";
import { judgeRecovery } from "./recovery/judge-recovery.ts";
import type { RecoveryQuestion } from "./recovery/recovery-question.ts";
import { revisionSeen } from "./recovery/revision-seen.ts";
import { revisionsServing } from "./recovery/revisions-serving.ts";
import { RequestKinds } from "./request-kind.ts";
import { PointDeltas } from "./request-metrics/point-deltas.ts";
import { scopeOf } from "./scope-of.ts";
import { loadOf, type ScoutLoad } from "./scout-load.ts";
import { SeenSpans } from "./seen-spans.ts";
import { type ClaimOf, ServiceBook } from "./service-book.ts";
import { type ServiceState, stateOf } from "./service-state.ts";
import { settleTraces } from "./settle-traces.ts";
import { packParts, packRepository, packServices, packSnapshot, unpackSnapshot } from "./snapshot.ts";
import { TraceBuffer } from "./traces/trace-buffer.ts";
import { Witnesses } from "./witnesses.ts";

export interface Scout {
  /** Counts what arrived; decides nothing. */
  ingest(signal: TelemetrySignal): void;
  /**
   * Which traces the next `ingest` of what those repositories send looks at; of others it wants their requests, to count
   * them, and spans that tell an event. Where spans come faster than they can be held, few traces are looked at.
   */
  interest(repositories: readonly string[]): TraceInterest;
  /**
   * Alerts of claimed services. One that traffic is about to explain, or a service without traffic cannot, is held for
   * up to three seconds and then comes out of `tick`; one of a cause already reported names that.
   */
  alert(signal: AlertSignal): Taken;
  /** Whether what was held under that name has not come out of `tick` yet. */
  holds(name: string): boolean;
  /** What is newly broken; to be called two to four times a second. Each cause is reported once, until it has been well for a while. */
  tick(): Anomaly[];
  /** The incident of that anomaly was closed because it was well: what breaks after this is a relapse, and is told anew. */
  closed(anomaly: Anomaly): void;
  /** A change that neither telemetry nor GitHub tells of: evidence, and never an alarm. */
  change(event: ChangeEvent): void;
  evidence(anomaly: Anomaly, deployments: readonly Deployment[]): Evidence;
  /** Spans of the traces that are held of an anomaly's service, to be kept with the incident. */
  exemplars(anomaly: Anomaly): Span[];
  recovery(question: RecoveryQuestion): Recovery;
  /** When processes of that revision were first seen to serve; null while none was. */
  revisionSeen(anomaly: Anomaly, revision: string): Instant | null;
  /** The service's latest requests by the revision that served them; empty where telemetry names none. */
  serving(anomaly: Anomaly): { revision: string; firstSeen: Instant; requests: number }[];
  services(): ServiceState[];
  /** Services that send telemetry and that no policy claims, the latest first. */
  unclaimed(): { service: string; lastSeen: Instant }[];
  load(): ScoutLoad;
  /** Keeps no more than that part of the traces that it otherwise would, 0 to 1; what is over goes at once. */
  keepTraces(part: number): void;
  /** Plain JSON. Traces are not in it: they are of seconds. */
  snapshot(): unknown;
  /**
   * The same in named parts, a few at a time, so that other work can be done between: those that changed, or of very much
   * the part whose turn it is. With `all`, everything.
   */
  snapshotParts(all?: boolean): Iterable<WindowsPart[]>;
  /** The windows of that repository's services as they are now: pieces that `restore` takes. */
  windowsOf(repository: string): WindowsPart[];
  /** Of that repository what is no service's: JSON text that `restore` takes, as a snapshot's part. */
  snapshotOf(repository: string): string;
  /** A snapshot or a part of one. What it cannot read it ignores. */
  restore(snapshot: unknown): void;
  /** Lets go of a repository: another process watches it from now on, and goes on from the snapshot. */
  forget(repository: string): void;
}

/**
 * The observer. It has no clock, no I/O and no opinion of its own: the same signals at the same times give the same
 * anomalies.
 *
 * @param deps.now epoch milliseconds.
 * @param deps.claim which of these repositories' policies claims the service, and with which objectives.
 */
export function createScout(deps: { now(): number; claim: ClaimOf }): Scout {
  const memory: Memory = {
    services: new ServiceBook(deps.claim),
    traces: new TraceBuffer(),
    sample: new TraceSample(),
    seen: new SeenSpans(),
    witnesses: new Witnesses(),
    clocks: new ClockOffsets(),
    deltas: new PointDeltas(),
    kinds: new RequestKinds(),
    senders: new WeakMap(),
  };
  const watch = new Watch();
  const alerts = new AlertBook();
  const desk = new AlertDesk(alerts, watch, new KnownCallers(memory.traces));

  return {
    ingest: (signal) => ingestTelemetry(signal, memory, deps.now()),
    interest(repositories) {
      const scope = scopeOf(repositories);
      return {
        among: (rank) => memory.traces.takesAmong(rank),
        takes: (traceId) => memory.traces.takes(scope, traceId),
        asked: COUNTED_ATTRIBUTES,
        askedWithoutRoute: COUNTED_WITHOUT_ROUTE,
      };
    },
    alert: (signal) => desk.take(signal, memory.services, deps.now()),
    holds: (name) => desk.holds(name),
    tick() {
      const now = deps.now();
      memory.services.sweep(now);
      settleTraces(memory, now);
      return [
        ...watch.look(memory, (anomaly) => alerts.fires(anomaly), now),
        ...desk.release(memory.services, now),
      ];
    },
    closed: (anomaly) => watch.close(anomaly, deps.now()),
    change: (event) => memory.witnesses.changes.note(event, deps.now()),
    evidence: (anomaly, deployments) => collectEvidence(anomaly, deployments, memory, alerts, deps.now()),
    exemplars: (anomaly) => exemplarsOf(anomaly, memory),
    recovery: (question) =>
      judgeRecovery(question, watch.brokenWith(question.anomaly), memory, alerts, deps.now()),
    revisionSeen: (anomaly, revision) => revisionSeen(memory.services, anomaly, revision),
    serving: (anomaly) => revisionsServing(memory.services, anomaly),
    services: () => memory.services.all().map((record) => stateOf(record, watch, deps.now())),
    unclaimed: () => memory.services.unclaimed(),
    keepTraces: (part) => memory.traces.within(part),
    load: () => loadOf(memory.services, memory.traces, deps.now()),
    snapshot: () => packSnapshot({ services: memory.services, watch, alerts }),
    snapshotParts: (all = false) => packParts({ services: memory.services, watch, alerts }, deps.now(), all),
    windowsOf: (repository) => packServices(repository, memory.services),
    snapshotOf: (repository) => packRepository(repository, { watch, alerts }),
    restore: (snapshot) => unpackSnapshot(snapshot, { services: memory.services, watch, alerts }),
    forget(repository) {
      memory.services.forget(repository);
      memory.senders = new WeakMap();
      watch.forget(repository);
    },
  };
}
