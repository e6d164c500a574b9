import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { ZodError } from "zod";
import { acknowledged } from "./acknowledged.ts";
import { alertsByRepository } from "./alerts-by-repository.ts";
import { alertsTogether } from "./alerts-together.ts";
import { boxesOn } from "./boxes-on.ts";
import { carrier } from "./bus/carrier.ts";
import { localBus } from "./bus/local-bus.ts";
import { claimByPolicy } from "./claim-by-policy.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { claimService } from "./config/claims.ts";
import { connectModel } from "./connect-model.ts";
import type { Incident } from "./contracts/incident.ts";
import type { Instant } from "./contracts/instant.ts";
import type { Clock } from "./contracts/ports/clock.ts";
import type { Settings } from "./contracts/settings.ts";
import type { AlertSignal, DurableSignal, TelemetrySignal } from "./contracts/signal.ts";
import type { WorkerStatus } from "./contracts/worker-status.ts";
import { followIncidents } from "./follow-incidents.ts";
import { connectGitHub } from "./github/connect.ts";
import { GitHubError } from "./github/github-error.ts";
import { writeCount } from "./github/write-count.ts";
import { govern } from "./governor/govern.ts";
import { heldBack } from "./governor/held-back.ts";
import { memoryUse } from "./governor/memory-use.ts";
import { heedInstallations } from "./heed-installations.ts";
import { heldDeliveries } from "./held-deliveries.ts";
import { historyOf } from "./history.ts";
import { keepDashboards } from "./housekeeping/keep-dashboards.ts";
import { keepHouse } from "./housekeeping/keep-house.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { incidentMetrics } from "./instruments/incident-metrics.ts";
import { serviceMetrics } from "./instruments/service-metrics.ts";
import type { OwnTelemetry } from "./instruments/start-telemetry.ts";
import { tracedModel } from "./instruments/traced-model.ts";
import { keepBundles } from "./keep-bundles.ts";
import { keepSnapshots } from "./keep-snapshots.ts";
import { runLoop } from "./loop/run-loop.ts";
import { missedCommands } from "./missed-commands.ts";
import { createFeed } from "./monitor/feed.ts";
import { changedParts } from "./monitor/live-parts.ts";
import { LOOKED_AT } from "./monitor/looked-at.ts";
import type { MonitorSource } from "./monitor/view.ts";
import { withWorkers } from "./monitor/with-workers.ts";
import { createScout } from "./observe/scout.ts";
import { openMemory } from "./open-memory.ts";
import { openSharedState } from "./open-shared-state.ts";
import { operatorSwitch } from "./operator-switch.ts";
import { orderingKey } from "./ordering-key.ts";
import { consultations } from "./orient/model/consultations.ts";
import { OwnedElsewhere, ownRepositories, soleOwner } from "./own-repositories.ts";
import { policyShelf } from "./policy-shelf.ts";
import { answerCommand } from "./publish/answer-command.ts";
import { holdOpening } from "./publish/hold-opening.ts";
import { permalinks } from "./publish/permalinks.ts";
import { publish } from "./publish/publish.ts";
import { publishDashboard } from "./publish/publish-dashboard.ts";
import { publishLabels } from "./publish/publish-labels.ts";
import { publishPolicyCheck } from "./publish/publish-policy-check.ts";
import { publishPolicyIssue } from "./publish/publish-policy-issue.ts";
import { publishRemarks } from "./publish/publish-remarks.ts";
import { redactedIncidents } from "./redacted-incidents.ts";
import { folderBundles } from "./replay/folder-bundles.ts";
import { keptBundle } from "./replay/kept-bundle.ts";
import { explanation } from "./report/explanation.ts";
import { pullRequestWording } from "./report/pull-request-wording.ts";
import { quoting } from "./report/quoting.ts";
import { spreadTelemetry } from "./spread-telemetry.ts";
import { statusOfWorker } from "./status-of-worker.ts";
import { stopButton } from "./stop-button.ts";
import { groupCommit } from "./store/group-commit.ts";
import { openDatabase } from "./store/open-database.ts";
import { sqliteIncidents } from "./store/sqlite-incidents.ts";
import { sqliteLease } from "./store/sqlite-lease.ts";
import { sqliteSpending } from "./store/sqlite-spending.ts";
import { sqliteWindows } from "./store/sqlite-windows.ts";
import { stateId } from "./store/state-id.ts";
import { tellWatchers } from "./tell-watchers.ts";
import { untilDone } from "./until-done.ts";
import { wantedBus } from "./wanted-bus.ts";

/** How often Scout looks at its windows. */
const TICK_MS = 250;
/** At most this much telemetry is lost to a crash (the windows; what was acknowledged otherwise is not). */
const SNAPSHOT_MS = 5_000;
const STATUS_MS = 2_000;
/** A policy that could not be read at the start, or whose push was lost, is read by then. */
const POLICIES_MS = 60_000;
const OPERATOR_MS = 1_000;
/** A webhook that was lost is made good by then. */
const MISSED_MS = 60_000;
/** What a bus was given and lost is acted on by then. */
const SWEEP_MS = 30_000;
/** Of several workers with one state each says so often that it is there. */
const HELLO_MS = 5_000;
const SHARED_MS = 1_000;
/** How often a worker that watches more repositories than another gives some of them away. */
const SHARE_MS = 15_000;
const INSTALLATIONS_MS = 300_000;
/** What was laid aside is counted so far. */
const MOST_LETTERS = 100;
const FEED_EVENTS = 2_000;
const BUNDLES_MS = 2_000;
/** The part of traces that is kept while memory is short. */
const SHORT_OF_MEMORY = 0.25;

export type Wired = Awaited<ReturnType<typeof wire>>;

/** Composes the rooms into one worker. Nothing listens yet, and nothing runs before `start`. */
export async function wire(
  settings: Settings & { credentials: NonNullable<Settings["credentials"]> },
  clock: Clock,
  log: Logger,
  telemetry: Pick<OwnTelemetry, "meter" | "prometheus">,
) {
  mkdirSync(settings.dataDir, { recursive: true });
  const database = openDatabase(join(settings.dataDir, "state.sqlite"));
  const group = groupCommit(database);
  const unreadable = (key: string, reason: string) =>
    log.error({ key, reason }, "A stored row cannot be read and is left aside.");
  const shared =
    settings.databaseUrl === undefined
      ? null
      : await openSharedState(settings.databaseUrl, `${hostname()} ${stateId(database)}`, keyOf, unreadable);
  const store = shared?.store ?? sqliteIncidents(database, unreadable, group);
  const lease = shared?.lease ?? sqliteLease(database, clock);
  const github = connectGitHub(settings, (repository) => stop.mayMerge(repository));
  const stop = stopButton({
    store,
    operator: () => operatorSwitch(settings.stop),
    stopIssue: (repository) => github.facts(repository).stopIssue(),
  });
  const policies = policyShelf(
    (repository) => github.reader(repository),
    clock,
    log,
    (repository, policy) => house.policyRead(repository, policy),
  );
  const house = keepHouse({
    now: () => clock.now(),
    policy: (repository) => policies.get(repository),
    reader: (repository) => github.reader(repository),
    readerOf: policies.readerOf,
    facts: (repository) => github.facts(repository),
    proposer: (repository) => github.proposer(repository),
    incidents: (repository, limit) => store.ofRepository(repository, limit),
    showCheck: ({ repository, headSha }, edit, { policy }) =>
      publishPolicyCheck(headSha, edit, policy.redact, github.reporter(repository)),
    async context(incident) {
      const { repository } = incident;
      const { policy } = await policies.get(repository);
      const repositoryUrl = `${settings.githubWebUrl}/${repository}`;
      return {
        quote: quoting(policy.redact),
        repositoryUrl,
        permalink: await permalinks(incident, github.reader(repository), repositoryUrl),
        mention: [],
      };
    },
    showRemarks: ({ repository, headSha }, remarks, { policy }) =>
      publishRemarks(headSha, remarks, policy.redact, github.reporter(repository)),
    showProblems: (repository, policy) =>
      publishPolicyIssue(policy, github.reporter(repository), settings.githubWebUrl),
    showLabels: (repository) => publishLabels(github.reporter(repository)),
    done: (repository, what) => log.info({ repository, what }, "Kept house."),
    failed: (repository, error) =>
      log.warn({ repository, err: error }, "What the policy asks for could not be shown on GitHub."),
  });
  const dashboards = keepDashboards({
    clock,
    policy: (repository) => policies.get(repository),
    incidents: (repository, limit) => store.ofRepository(repository, limit),
    show: (repository, body, mayOpen) => publishDashboard(body, mayOpen, github.reporter(repository)),
    failed: (repository, error) =>
      log.warn({ repository, err: error }, "The dashboard could not be shown on GitHub."),
  });
  /** What a service's alert concerns is its repository, however many the sender's token names. */
  function keyOf(signal: DurableSignal): string {
    return orderingKey(signal, claimed);
  }
  function claimed(service: string, repositories: readonly string[]): string | null {
    const loaded = policies.loaded(repositories);
    const claims = loaded.map(({ repository, policy }) => ({ repository, policy: policy.policy }));
    return claimService(service, claims);
  }
  const now = () => clock.now();
  const at = (): Instant => new Date(now()).toISOString();

  let lastSignalAt: Instant | null = null;
  let stopping = false;
  const scout = createScout({
    now,
    claim: claimByPolicy((repositories) => policies.loaded(repositories)),
  });

  const governor = govern(
    () => memoryUse(settings.memoryLimitMb),
    clock,
    ({ step, memory: { used, limit }, reason }, tighter) => {
      scout.keepTraces(step === "none" ? 1 : SHORT_OF_MEMORY);
      if (tighter) {
        collectGarbage();
        log.warn({ step, used, limit }, reason ?? "");
      } else log.info({ step, used, limit }, "There is more room in memory again.");
    },
  );
  const memory = await openMemory(settings, database, policies, log);
  const consult =
    settings.model &&
    consultations(
      heldBack(tracedModel(await connectModel(settings.model, clock, log), telemetry.meter), governor),
      shared?.spending ?? sqliteSpending(database),
      clock,
    );

  const feed = createFeed(FEED_EVENTS, now());
  const shown = redactedIncidents((repository) => {
    const [loaded] = policies.loaded([repository]);
    // One that we were taken off has no policy any more, and the built-in shapes alone.
    return loaded?.policy.policy.redact ?? (policies.has(repository) ? null : []);
  });
  const own: MonitorSource = {
    now,
    incidents: async (limit) => (await store.recent(limit)).flatMap((incident) => shown(incident) ?? []),
    async incident(id) {
      const incident = await store.get(id);
      return incident && shown(incident);
    },
    bundle: (id) => keptBundle(join(settings.dataDir, "bundles"), id),
    services: () => scout.services(),
    unclaimed: () => scout.unclaimed(),
    limits: () => scout.load().limits,
    lastSignalAt: () => lastSignalAt,
    repositories: () => policies.repositories(),
    memory: () => memory.state(),
    pressure: () => governor.state(),
    bus: () => carried.state(),
    model: () => settings.model?.model ?? null,
    letters: async () => (await store.letters(MOST_LETTERS)).length,
    quota: () => github.quota(),
    workers: () => null,
    metrics: () => telemetry.prometheus(),
  };
  let others: WorkerStatus[] = [];
  const source = shared ? withWorkers(own, shared.worker, () => others) : own;
  serviceMetrics(telemetry.meter, {
    load: () => scout.load(),
    pressure: () => governor.state(),
    openIncidents: async () => (await store.openNames()).length,
    memoryWaiting: () => memory.state().waiting,
    signalAge: () => (lastSignalAt === null ? null : (now() - Date.parse(lastSignalAt)) / 1000),
  });

  const bundles = keepBundles(
    folderBundles(join(settings.dataDir, "bundles"), {
      exemplars: ({ anomaly }) => scout.exemplars(anomaly),
      reader: ({ repository }) => github.reader(repository),
      policy: ({ repository }) => policies.get(repository),
    }),
    log,
  );
  const changed = changedParts(source);
  const tell = tellWatchers(feed, log, now);
  const followed =
    shared &&
    followIncidents(
      () => shared.overview.versions(LOOKED_AT),
      source.incident,
      tellWatchers(feed, null, now),
    );
  /** What nobody may be shown, for monitors that run apart; and what this one shows of the other workers. */
  async function meetOthers(): Promise<void> {
    if (!shared) return;
    const patterns = policies
      .loaded(policies.repositories())
      .map(({ repository, policy }) => [repository, policy.policy.redact] as const);
    await shared.redactions(new Map(patterns));
    others = (await shared.overview.workers()).filter(({ name }) => name !== shared.worker);
  }
  const measure = incidentMetrics(telemetry.meter, now());
  const watch = (incident: Incident) => {
    measure(incident);
    const seen = shown(incident);
    if (seen) tell(seen);
    followed?.heard(incident);
    // What a person closed may still be broken, and they know; and what goes on in another incident is not over.
    if (incident.closed && !["resolved-by-person", "same-cause"].includes(incident.closed.as))
      for (const anomaly of [incident.anomaly, ...incident.related]) scout.closed(anomaly);
    bundles.heed(incident);
    dashboards.moved(incident.repository);
    if (incident.closed && incident.remembered) house.ended(incident);
  };
  const published = holdOpening(
    async (incident) =>
      publish(incident, {
        policy: (await policies.get(incident.repository)).policy,
        reporter: github.reporter(incident.repository),
        reader: github.reader(incident.repository),
        webUrl: settings.githubWebUrl,
        nowMs: now(),
      }).catch((error: unknown) => {
        if (!incident.issue || !isGone(error, incident.issue.number)) throw error;
        return { ...incident.issue, state: "closed" as const };
      }),
    clock,
  );
  const loop = runLoop(
    {
      clock,
      store,
      lease,
      // The state in SQLite has one process at a time: the one that starts takes up its predecessor's leases.
      worker: shared?.worker ?? hostname(),
      observer: scout,
      memory,
      consult,
      reader: (repository) => github.reader(repository),
      writer: (repository) => github.writer(repository),
      facts: (repository) => github.facts(repository),
      policy: (repository) => policies.get(repository),
      stop,
      history: async (incident) => historyOf(incident, store, await stop.why(incident.repository)),
      publish: published.publish,
      answer: (command, issue, reply) =>
        answerCommand(command, issue, reply, github.reporter(command.repository)).catch((error: unknown) => {
          // A thread that is locked or gone by now takes no answer, and must not keep an incident from its end.
          if (!(error instanceof GitHubError) || error.passing) throw error;
          log.warn({ repository: command.repository, issue, err: error }, "A command could not be answered.");
        }),
      explain: async (incident) =>
        explanation(incident, {
          quote: quoting((await policies.get(incident.repository)).policy.redact),
          repositoryUrl: `${settings.githubWebUrl}/${incident.repository}`,
          permalink: () => null,
          mention: [],
        }),
      wording: async (incident, template = null) =>
        pullRequestWording(
          incident,
          {
            quote: quoting((await policies.get(incident.repository)).policy.redact),
            repositoryUrl: `${settings.githubWebUrl}/${incident.repository}`,
          },
          template,
        ),
      countWrites: writeCount.during,
    },
    watch,
    (incident, error, retryInMs) =>
      log.warn({ incident: incident.id, err: error, retryInMs }, "A step failed and is tried again."),
  );

  // Without a bus between them each worker looks at what it is sent, as one alone does.
  const toBoxes = boxesOn(settings.bus);
  const spread =
    shared && toBoxes
      ? spreadTelemetry({
          worker: shared.worker,
          watchers: shared.watchers,
          windows: sqliteWindows(database),
          scout,
          openBox: (name, mostWaiting) => toBoxes.open(`${shared.id}.${name}`, mostWaiting),
          mostBytes: toBoxes.mostBytes,
          secret: settings.ingestSecret,
          mayTakeIn: () => !governor.hasGivenUp("no-telemetry"),
          accept: acceptTelemetry,
          clock,
          log,
        })
      : null;
  const windows = spread?.windows ?? sqliteWindows(database);
  const owned = shared ? ownRepositories(lease, shared.worker, clock, loop, spread?.watched) : soleOwner;
  const admitOwn: typeof loop.admit = (anomalies) =>
    owned.during(
      anomalies.map(({ repository }) => repository),
      () => loop.admit(anomalies),
    );
  const hearTogether = alertsTogether(clock, { admit: admitOwn, alerts: (changes) => loop.alerts(changes) });
  const held = heldDeliveries();
  const snapshots = keepSnapshots(scout, windows);

  /** Whose the services are that alerts are of, where that is known. */
  function claimsOf({ alerts, repositories }: AlertSignal): Set<string> {
    const all = alerts.map(({ service }) => (service === undefined ? null : claimed(service, repositories)));
    return new Set(all.filter((one): one is string => one !== null && one !== "claimed twice"));
  }

  /** One that GitHub refuses for good (it is empty, or a permission is missing) keeps no other waiting. */
  async function unlessRefused(repository: string, work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => {
      if (!(error instanceof GitHubError) || error.passing) throw error;
      log.warn({ repository, err: error }, "GitHub refuses what was to be done outside of incidents.");
    });
  }
  async function install(repository: string, at: Instant): Promise<void> {
    const both = policies.refresh(repository).then(() => house.installed(repository, at));
    await unlessRefused(repository, both);
  }

  const installations = heedInstallations({
    repositories: () => github.repositories(),
    known: () => policies.installed(),
    install,
    forget(repository) {
      policies.drop(repository);
      house.forget(repository);
    },
  });

  /** Installed while nobody listened: whoever has no policy, and never was offered one, is offered one now. */
  async function onboardMissed(): Promise<void> {
    for (const { repository, policy } of policies.loaded(policies.installed()))
      if (policy.source === null) await unlessRefused(repository, house.installed(repository, at()));
  }

  /** Where an incident is open, a command of which no webhook has told is heard all the same. */
  async function heedMissed(): Promise<void> {
    const waiting = new Set((await store.openNames()).map(({ repository }) => repository));
    for (const repository of waiting) {
      if (!policies.has(repository)) continue;
      for (const signal of await missedCommands(github.facts(repository), now()))
        await signals.accept(idempotencyKey("", signal), signal);
    }
  }

  let operatorStops = false;
  /** The operator's switch has no webhook: what is under way hears of it as of the other buttons. */
  async function heedOperator(): Promise<void> {
    const stops = (await operatorSwitch(settings.stop)) !== null;
    if (stops && !operatorStops)
      for (const repository of policies.repositories())
        void loop.hear({ kind: "stop", repository, receivedAt: at() });
    operatorStops = stops;
  }

  async function act(signal: DurableSignal): Promise<void> {
    // Of one that we were taken off, or were never on, nothing can be read, and nothing is to be done.
    if ("repository" in signal && !policies.has(signal.repository)) return;
    switch (signal.kind) {
      case "alert": {
        await policies.ensureRead(signal.repositories);
        if (spread)
          for (const repository of claimsOf(signal))
            if (!(await spread.watched.take(repository))) throw new OwnedElsewhere(repository);
        const { fired, changes, held: names } = scout.alert(signal);
        const released = held.until(names);
        if (fired.length > 0 || changes.length > 0) await hearTogether(fired, changes);
        await released;
        break;
      }
      case "push":
        if (signal.isDefaultBranch) {
          await policies.refresh(signal.repository);
          await loop.hear(signal);
        }
        break;
      case "installation":
        await installations.heed(signal);
        break;
      case "boxes":
        await Promise.all(dashboards.ticked(signal).map((command) => loop.hear(command)));
        break;
      case "pull-request":
        await Promise.all([loop.hear(signal), unlessRefused(signal.repository, house.pullRequest(signal))]);
        break;
      default:
        await loop.hear(signal);
    }
  }

  const signals = acknowledged({
    store,
    clock,
    carry: (key, signal) => carried.carry({ id: key, key: keyOf(signal), body: "" }),
    act: (signal) => owned.during("repository" in signal ? [signal.repository] : [], () => act(signal)),
    // Whether an alert fires is in Scout's memory, and a crash must not forget it.
    kept: async (kind) => (kind === "alert" ? snapshots.next() : undefined),
    isElsewhere: (error) => error instanceof OwnedElsewhere,
    isHopeless: (error) =>
      error instanceof GitHubError
        ? !error.passing
        : // What `fetch` throws where nobody answers is a TypeError with a cause.
          (error as Error | null)?.cause === undefined &&
          [TypeError, RangeError, ReferenceError, SyntaxError, ZodError].some((of) => error instanceof of),
    failed: (key, error, retryInMs) =>
      retryInMs === null
        ? log.error({ err: error, key }, "A signal is laid aside for a person: npx sre-space letters")
        : log.error({ err: error, key, retryInMs }, "An acknowledged signal is acted on again."),
  });

  const carried = carrier(
    "signals",
    localBus(database, group.write),
    wantedBus(settings.bus, shared?.id ?? stateId(database)),
    clock,
    {
      handle: ({ id }) => signals.deliver(id),
      fellBack: () => signals.catchUp(),
      isBack: () => signals.catchUp(),
      changed: (state) =>
        state.reason === null
          ? log.info(state, "The bus is there, and carries what is acknowledged.")
          : log.warn(state, "The bus is away: what is acknowledged is acted on from the journal."),
    },
  );

  function acceptTelemetry(signal: TelemetrySignal): "accepted" | "overloaded" {
    // While it was read another has begun to watch it: sent again, it goes there.
    if (spread && !spread.isHere(signal.repositories)) return "overloaded";
    lastSignalAt = signal.receivedAt;
    scout.ingest(signal);
    return "accepted";
  }

  async function acceptOne(key: string, signal: DurableSignal): Promise<"accepted" | "duplicate"> {
    return signals.accept(idempotencyKey(key, signal), signal);
  }

  /** Alerts of several repositories may be different workers' to act on. */
  async function acceptAlerts(key: string, signal: AlertSignal): Promise<"accepted" | "duplicate"> {
    const parts = alertsByRepository(signal, claimed);
    const answers = await Promise.all(
      parts.map((one) => acceptOne(`${key}${one.of && ` ${one.of}`}`, one.signal)),
    );
    return answers.includes("accepted") ? "accepted" : "duplicate";
  }

  const notSaved = (error: unknown) =>
    log.warn(
      { err: error },
      "The windows could not be saved: another worker goes on from the last snapshot.",
    );

  const timers: NodeJS.Timeout[] = [];
  return {
    source,
    feed,
    store,
    policies,
    async accept(key: string, signal: DurableSignal): Promise<"accepted" | "duplicate" | "overloaded"> {
      if (carried.isFull()) return "overloaded";
      if (signal.kind === "alert") lastSignalAt = at();
      const accepted = spread && signal.kind === "alert" ? acceptAlerts(key, signal) : acceptOne(key, signal);
      return accepted.catch((error: unknown) => {
        log.error(
          { err: error, kind: signal.kind },
          "What was sent cannot be written down, and is answered 503: is the disk full, or the database away?",
        );
        return "overloaded" as const;
      });
    },
    acceptTelemetry,
    /** Where another worker looks at what those repositories send, that is what hands it over. */
    elsewhere: spread?.elsewhere,
    interest: (repositories: readonly string[]) => scout.interest(repositories),
    takesTelemetry: () => !governor.hasGivenUp("no-telemetry"),
    async start(): Promise<void> {
      const repositories = await github.repositories();
      // Who we are is asked once, before it is needed in a hurry. Installed nowhere yet, we are nobody.
      if (repositories.length > 0) await github.login();
      await policies.start(repositories);
      for (const part of await windows.load()) scout.restore(part);
      memory.start();
      await shared?.hello();
      await spread?.start();
      // What moves from here on is news.
      await followed?.look();
      await loop.resume(owned.take);
      await signals.start();
      await carried.start();
      const every = (milliseconds: number, run: () => Promise<void>) =>
        timers.push(
          setInterval(() => {
            run().catch((error: unknown) =>
              log.error({ err: error }, "A periodic task failed and is tried again."),
            );
          }, milliseconds).unref(),
        );
      every(TICK_MS, async () => {
        const anomalies = scout.tick();
        const letGo = held.letGo((name) => scout.holds(name));
        if (anomalies.length === 0) return letGo();
        // Scout reports each once. One repository that cannot be acted on keeps no other waiting.
        const found = Map.groupBy(anomalies, ({ repository }) => repository).values();
        await Promise.all(
          [...found].map((of) =>
            untilDone(
              () => admitOwn(of),
              clock,
              (error, retryInMs) => {
                log.error({ err: error, retryInMs }, "What Scout found is admitted again.");
                return !stopping;
              },
            ),
          ),
        );
        letGo();
      });
      if (shared) {
        every(HELLO_MS, () => shared.hello(statusOfWorker(shared.worker, own)).then(() => owned.renew()));
        every(HELLO_MS, meetOthers);
        every(SHARE_MS, async () => {
          const names = others.map(({ name }) => name);
          await spread?.watched.share(names, (repository) => !loop.drives(repository));
        });
        every(SHARED_MS, () => followed?.look() ?? Promise.resolve());
        // What another worker was told, and is ours to act on.
        every(SHARED_MS, () => signals.catchUp());
      } else every(SWEEP_MS, () => signals.catchUp());
      every(POLICIES_MS, () => policies.freshen());
      every(OPERATOR_MS, heedOperator);
      every(MISSED_MS, heedMissed);
      if (settings.credentials.kind === "app") {
        every(INSTALLATIONS_MS, () => installations.sweep(at()));
        void onboardMissed().catch((error: unknown) =>
          log.warn({ err: error }, "Repositories without a policy are looked at again at the next start."),
        );
      }
      void heedMissed().catch((error: unknown) =>
        log.warn({ err: error }, "Comments that were written meanwhile are looked for again."),
      );
      every(SNAPSHOT_MS, () => snapshots.save());
      every(STATUS_MS, async () => {
        // It looks at every service. Whoever opens the page is shown it as it is then.
        if (!feed.isWatched()) return;
        const parts = await changed();
        if (Object.keys(parts).length > 0) feed.push("status", { parts });
      });
    },
    async stop(): Promise<void> {
      stopping = true;
      governor.stop();
      await carried.stop();
      signals.stop();
      for (const timer of timers) clearInterval(timer);
      // What is under way may take longer than others wait for a worker: they go on from what is saved now.
      await spread?.stop();
      if (spread) await snapshots.save(true).then(spread.leave, notSaved);
      await loop.stop();
      published.stop();
      dashboards.stop();
      // GitHub may be away, and a stop does not wait for that.
      await Promise.race([
        Promise.all([bundles.settled(), house.idle(), dashboards.idle()]),
        new Promise<void>((done) => clock.after(BUNDLES_MS, done)),
      ]);
      await snapshots.save(true);
      await memory.stop();
      await shared?.goodbye();
      await store.close();
      if (shared) database.close();
    },
  };
}

/** Whether an issue was deleted, or moved to another repository: there is nothing left to write to. */
function isGone(error: unknown, issue: number): boolean {
  if (!(error instanceof GitHubError)) return false;
  return error.status === 410 || (error.status === 404 && error.where.endsWith(`/issues/${issue}`));
}
