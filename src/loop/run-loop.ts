import type { Anomaly } from "../contracts/anomaly.ts";
import type { Incident, Waiting } from "../contracts/incident.ts";
import type { RepositoryName } from "../contracts/repository.ts";
import type { AlertChange, CommandSignal, HookSignal } from "../contracts/signal.ts";
import { answeredBefore } from "./answered-before.ts";
import { concerns } from "./concerns.ts";
import type { IncidentEvent } from "./event.ts";
import { loopGraph, resume } from "./graph.ts";
import { heedNobody } from "./heed-nobody.ts";
import { heedPush } from "./heed-push.ts";
import { heedStop, isOfRepository } from "./heed-stop.ts";
import { incidentOf, originsOf } from "./join-anomaly.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { openIncident } from "./open-incident.ts";
import type { LoopPorts } from "./ports.ts";
import { reopenToRollBack } from "./reopen-to-roll-back.ts";

/**
 * After this many wakes a thread is dropped and the run begins anew from the incident: what GitHub shows of a long wait is
 * looked at again.
 */
const WAKES_PER_THREAD = 20;
/** The latest incidents of a repository, among which one that an alert comes late for would be. */
const ENDED = 20;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 60_000;

export interface Loop {
  /** Opens an incident for each cause among these anomalies, or tells the one that is open; may be asked again. */
  admit(anomalies: readonly Anomaly[]): Promise<void>;
  /** Resolves once every incident that the webhook concerns has acted on it. */
  hear(signal: HookSignal): Promise<void>;
  /** Tells the incidents behind which they stand that alerts resolved, or fire again. */
  alerts(changes: readonly AlertChange[]): Promise<void>;
  /** Takes up every incident that is not closed, of the repositories that are ours to act on. */
  resume(isOurs?: (repository: RepositoryName) => Promise<boolean>): Promise<void>;
  /** Whether an incident of that repository is driven here. */
  drives(repository: RepositoryName): boolean;
  /** Another worker acts on that repository now: nothing more is begun for it here. */
  drop(repository: RepositoryName): void;
  /** Whether nothing is being done: every incident that is open waits. */
  isIdle(): boolean;
  /** Lets steps that run come to their end, and starts no other. */
  stop(): Promise<void>;
}

interface Run {
  incident: Incident;
  queue: { event: IncidentEvent; heard: () => void }[];
  /** Ends the wait that the run is in, if it is in one. */
  wake: (() => void) | null;
  /** Of the graph's checkpoints. */
  threadId: string | null;
  ended: Promise<void>;
  /** Another worker drives it on. */
  dropped: boolean;
}

/**
 * Drives one graph for each open incident. Incidents run side by side; the events of one are taken in order.
 *
 * @param watch is called with every new state of an incident
 * @param failed is called when a step failed; the step is tried again from the stored incident
 */
export function runLoop(
  ports: LoopPorts,
  watch: (incident: Incident) => void,
  failed: (incident: Incident, error: unknown, retryInMs: number) => void,
): Loop {
  const runs = new Map<string, Run>();
  let stopping = false;
  const { graph, checkpointer } = loopGraph(ports, {
    tell(id, anomaly, look) {
      const run = runs.get(id);
      if (!run) return false;
      const waits = run.queue.some(
        ({ event }) => event.kind === "anomaly" && event.anomaly.fingerprint === anomaly.fingerprint,
      );
      if (!waits) void tell(run, { kind: "anomaly", anomaly, look });
      return true;
    },
    begin(incident) {
      // What is stopping takes it up at its next start.
      if (!stopping && !runs.has(incident.id)) start(incident);
    },
  });
  /** Two admissions of one repository at once could open one incident twice. */
  const inTurn = oneAtATime();

  function start(incident: Incident): void {
    const run: Run = {
      incident,
      queue: [],
      wake: null,
      threadId: null,
      ended: Promise.resolve(),
      dropped: false,
    };
    runs.set(incident.id, run);
    watch(incident);
    run.ended = drive(run).finally(async () => {
      if (runs.get(incident.id) === run) runs.delete(incident.id);
      await dropThread(run);
      // Of an incident that has ended nothing more can become; what waits while we stop is not heard, and is
      // told again after the start.
      if (!stopping && !run.dropped) for (const { heard } of run.queue) heard();
    });
  }

  async function drive(run: Run): Promise<void> {
    let event: IncidentEvent = { kind: "start" };
    let heard: () => void = () => {};
    let failures = 0;
    while (!stopping && !run.dropped) {
      try {
        for (let wakes = 0; !stopping && !run.dropped; wakes++) {
          // A new thread is as good as the old one: the incident alone says how far it has come.
          const fresh = wakes % WAKES_PER_THREAD === 0;
          if (fresh) await dropThread(run);
          run.threadId = `${run.incident.id}:${Math.floor(wakes / WAKES_PER_THREAD)}`;
          const thread = { configurable: { thread_id: run.threadId } };
          const input = fresh ? { incident: run.incident, event } : resume(event);
          const waiting = await walk(run, input, thread);
          heard();
          heard = () => {};
          failures = 0;
          if (!waiting) return;
          ({ event, heard } = await nextEvent(run, Date.parse(waiting.until) - ports.clock.now()));
        }
      } catch (error) {
        if (stopping || run.dropped) return;
        const retry = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++);
        failed(run.incident, error, retry);
        await new Promise<void>((done) => {
          run.wake = done;
          ports.clock.after(retry, done);
        });
        run.wake = null;
        // What cannot be read either fails at the next attempt, and must not end the process.
        run.incident = (await ports.store.get(run.incident.id).catch(() => null)) ?? run.incident;
        // The event was not heard to its end: it is tried again, unless the step behind it was stored.
        if (event.kind === "continue" || event.kind === "timeout") event = { kind: "start" };
      }
    }
    // An event that was taken from the queue while we stop has not been acted on, and so is not heard.
  }

  async function dropThread(run: Run): Promise<void> {
    if (run.threadId !== null) await checkpointer.deleteThread(run.threadId);
    run.threadId = null;
  }

  /** Runs the graph to its next wait; null where the incident has come to its end. */
  async function walk(
    run: Run,
    input: Parameters<typeof graph.stream>[0],
    thread: { configurable: { thread_id: string } },
  ): Promise<Waiting | null> {
    let waiting: Waiting | null = null;
    // A run that ends in its midst begins anew from the incident: no checkpoint but that of a wait is of use.
    const updates = await graph.stream(input, {
      ...thread,
      streamMode: "updates",
      recursionLimit: 100,
      durability: "exit",
    });
    for await (const update of updates) {
      for (const [node, value] of Object.entries(update as Record<string, unknown>)) {
        if (node === "__interrupt__") waiting = (value as { value: Waiting }[])[0]?.value ?? null;
        const incident = (value as { incident?: Incident } | null)?.incident;
        if (!incident) continue;
        const news = incident.version !== run.incident.version;
        run.incident = incident;
        if (news) watch(incident);
      }
    }
    return waiting;
  }

  /** The next event of the queue, or `timeout` after that many milliseconds. */
  async function nextEvent(
    run: Run,
    milliseconds: number,
  ): Promise<{ event: IncidentEvent; heard: () => void }> {
    if (run.queue.length === 0 && !stopping)
      await new Promise<void>((done) => {
        const cancel = ports.clock.after(Math.max(0, milliseconds), done);
        run.wake = () => {
          cancel();
          done();
        };
      });
    run.wake = null;
    return run.queue.shift() ?? { event: { kind: "timeout" }, heard: () => {} };
  }

  function tell(run: Run, event: IncidentEvent): Promise<void> {
    return new Promise((heard) => {
      run.queue.push({ event, heard });
      run.wake?.();
    });
  }

  function tellConcerned(signal: HookSignal): Promise<void>[] {
    return [...runs.values()].flatMap((run) => {
      const event = concerns(signal, run.incident);
      return event ? [tell(run, event)] : [];
    });
  }

  /** What is said in a thread that no open incident is told in. */
  async function heedEnded(command: CommandSignal): Promise<void> {
    // Between its last word and its end it is on its way out still.
    const ended = async (id: string) => runs.get(id)?.ended;
    const { reopened, answered } = await reopenToRollBack(command, ports, ended);
    if (reopened && !stopping) start(reopened);
    if (!answered) await heedNobody(command, ports);
  }

  async function admitAll(anomalies: readonly Anomaly[]): Promise<void> {
    const repositories = [...new Set(anomalies.map((anomaly) => anomaly.repository))];
    // One repository that cannot be read keeps no other waiting.
    const settled = await Promise.allSettled(
      repositories.map((repository) =>
        inTurn(repository, () =>
          admitInto(
            repository,
            anomalies.filter((anomaly) => anomaly.repository === repository),
          ),
        ),
      ),
    );
    const failed = settled.find((one) => one.status === "rejected");
    if (failed) throw failed.reason;
  }

  async function admitInto(repository: RepositoryName, anomalies: readonly Anomaly[]): Promise<void> {
    const { policy } = await ports.policy(repository);
    let ended: Incident[] | null = null;
    for (const anomaly of originsOf(anomalies, policy.services)) {
      const open = [...runs.values()].map((run) => run.incident);
      const known = incidentOf(anomaly, open, policy);
      if (!known) {
        ended ??= await ports.store.ofRepository(repository, ENDED);
        if (answeredBefore(anomaly, ended)) continue;
        const incident = openIncident(anomaly, ports.clock.now());
        await ports.store.put(incident);
        start(incident);
        continue;
      }
      const fingerprints = [known.anomaly, ...known.related].map((other) => other.fingerprint);
      const run = runs.get(known.id);
      if (run && !fingerprints.includes(anomaly.fingerprint)) void tell(run, { kind: "anomaly", anomaly });
    }
  }

  return {
    admit: admitAll,
    async hear(signal) {
      if (signal.kind === "push") return heedPush(signal, ports);
      if (signal.kind === "command" && isOfRepository(signal)) {
        // Before the incidents, which may be in the midst of a long step.
        await heedStop(signal, ports);
        const { repository, receivedAt } = signal;
        await Promise.all(tellConcerned({ kind: "stop", repository, receivedAt }));
        return;
      }
      const heard = tellConcerned(signal);
      if (signal.kind === "command" && heard.length === 0) await heedEnded(signal);
      await Promise.all(heard);
    },
    async alerts(changes) {
      const heard: Promise<void>[] = [];
      for (const run of runs.values()) {
        const { repository, anomaly, related } = run.incident;
        const causes = new Set([anomaly, ...related].map((one) => one.fingerprint));
        const keys = new Set(anomaly.alerts);
        const ours = changes.filter(
          (change) => change.repository === repository && (causes.has(change.cause) || keys.has(change.key)),
        );
        if (ours.length > 0) heard.push(tell(run, { kind: "alerts", changes: ours }));
      }
      await Promise.all(heard);
    },
    async resume(isOurs = async () => true) {
      for (const { id, repository } of await ports.store.openNames()) {
        if (runs.has(id) || !(await isOurs(repository)) || runs.has(id)) continue;
        const incident = await ports.store.get(id);
        if (incident && !runs.has(id)) start(incident);
      }
    },
    drives: (repository) => [...runs.values()].some((run) => run.incident.repository === repository),
    drop(repository) {
      for (const run of runs.values()) {
        if (run.incident.repository !== repository) continue;
        run.dropped = true;
        runs.delete(run.incident.id);
        run.wake?.();
      }
    },
    isIdle: () => [...runs.values()].every((run) => run.wake !== null && run.queue.length === 0),
    async stop() {
      stopping = true;
      for (const run of runs.values()) run.wake?.();
      await Promise.all([...runs.values()].map((run) => run.ended));
    },
  };
}
