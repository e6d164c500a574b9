import { alertsTogether } from "../alerts-together.ts";
import { claimByPolicy } from "../claim-by-policy.ts";
import { connectModel } from "../connect-model.ts";
import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";
import type { Incident } from "../contracts/incident.ts";
import { MergesStopped } from "../contracts/merges-stopped.ts";
import type { LoadedPolicy } from "../contracts/policy.ts";
import type { Clock } from "../contracts/ports/clock.ts";
import type { SealedState } from "../contracts/sealed-state.ts";
import type { ModelSettings, Settings } from "../contracts/settings.ts";
import type { AlertSignal, HookSignal } from "../contracts/signal.ts";
import { connectGitHub } from "../github/connect.ts";
import { writeCount } from "../github/write-count.ts";
import { historyOf } from "../history.ts";
import { keepHouse } from "../housekeeping/keep-house.ts";
import type { LoopPorts } from "../loop/ports.ts";
import { runLoop } from "../loop/run-loop.ts";
import { missedCommands } from "../missed-commands.ts";
import { createScout } from "../observe/scout.ts";
import { consultations } from "../orient/model/consultations.ts";
import { policyShelf } from "../policy-shelf.ts";
import { answerCommand } from "../publish/answer-command.ts";
import { permalinks } from "../publish/permalinks.ts";
import { publish } from "../publish/publish.ts";
import { publishLabels } from "../publish/publish-labels.ts";
import { publishPause } from "../publish/publish-pause.ts";
import { publishPolicyCheck } from "../publish/publish-policy-check.ts";
import { publishPolicyIssue } from "../publish/publish-policy-issue.ts";
import { publishRemarks } from "../publish/publish-remarks.ts";
import { publishRefusedState, publishState } from "../publish/publish-state.ts";
import type { Remark } from "../report/before-merging-check.ts";
import { explanation } from "../report/explanation.ts";
import type { PolicyEdit } from "../report/policy-check.ts";
import { pullRequestWording } from "../report/pull-request-wording.ts";
import { quoting } from "../report/quoting.ts";
import { isLoopback } from "../safety/is-loopback.ts";
import { stopButton } from "../stop-button.ts";
import { openDatabase } from "../store/open-database.ts";
import { sqliteIncidents } from "../store/sqlite-incidents.ts";
import { sqliteLease } from "../store/sqlite-lease.ts";
import { sqliteSpending } from "../store/sqlite-spending.ts";
import { dryWriter } from "./dry-writer.ts";
import type { Job } from "./job.ts";
import { keptStates, type RefusedState } from "./kept-states.ts";
import { mayProbe } from "./may-probe.ts";
import { NOTHING_SEEN, startProbe } from "./probe.ts";
import { runLog } from "./run-log.ts";
import { runMemory } from "./run-memory.ts";
import { rests, runObserver } from "./run-observer.ts";
import { sealStates } from "./seal-states.ts";
import { tellTheRest } from "./tell-the-rest.ts";
import { WouldWrite } from "./would-write.ts";

/** A merge of longer ago binds no budget; what cannot be read of a younger incident may have been one. */
const BUDGET_MS = 24 * 60 * 60 * 1_000;
const LOOK_MS = 200;
/** Longer by a look or two than alerts must stay quiet (docs/alerts.md). */
const QUIET_MS = 45_000;
const INCIDENTS = 100;
const WITHOUT_SECRET =
  "Without the input state-secret nothing is remembered between runs, so that the Action proposes and never merges.";

/** What a dry run goes on with as if it had been opened. */
const NO_ISSUE: NonNullable<Incident["issue"]> = {
  number: 0,
  url: "",
  body: "",
  label: "",
  state: "open",
  comment: null,
  checkRuns: {},
};

export interface RunSettings {
  job: Job;
  token: string;
  stateSecret: string | null;
  model: ModelSettings | null;
  dryRun: boolean;
  /** Whether it is about incidents; else it looks at a pull request. */
  responds: boolean;
  /** What this run looks at of a pull request. */
  checks: { policy: boolean; memory: boolean };
}

export type WiredRun = Awaited<ReturnType<typeof wireRun>>;

/** Composes the very rooms of the service for one run. State is in memory; what outlives the run is sealed in issues. */
export async function wireRun(settings: RunSettings, clock: Clock) {
  const { job, dryRun, stateSecret } = settings;
  const { repository } = job;
  const now = () => clock.now();
  const database = openDatabase(":memory:");
  const incidents = sqliteIncidents(database, () => {});
  /** A pause binds the runs to come: it is an issue that all of them read. */
  const store: typeof incidents = {
    ...incidents,
    async setPaused(name, isPaused) {
      await incidents.setPaused(name, isPaused);
      if (!dryRun) await publishPause(isPaused, reporter());
    },
  };
  const spending = sqliteSpending(database);
  const github = connectGitHub(
    {
      credentials: { kind: "job", token: settings.token, repository },
      githubApiUrl: job.apiUrl,
      githubWebUrl: job.webUrl,
      githubThrottle: !isLoopback(new URL(job.apiUrl).hostname),
    } as Settings,
    async (name) => {
      // Guardrail has the same by the policy's mode; this is the last hop.
      if (mayNotMerge !== null) throw new MergesStopped(mayNotMerge);
      await stop.mayMerge(name);
    },
  );
  const reporter = () => github.reporter(repository);

  let mayNotMerge: string | null = stateSecret === null ? WITHOUT_SECRET : null;
  const stop = stopButton({
    store,
    operator: async () => null,
    stopIssue: () => github.facts(repository).stopIssue(),
  });
  const shelf = policyShelf(
    (name) => github.reader(name),
    clock,
    runLog,
    (name, policy) => dryRun || house.policyRead(name, policy),
  );
  /** Where it is not known what was done before, nothing is merged. */
  async function policy(): Promise<LoadedPolicy> {
    const loaded = await shelf.get(repository);
    if (mayNotMerge === null || loaded.policy.mode !== "merge") return loaded;
    return { ...loaded, policy: { ...loaded.policy, mode: "propose" } };
  }
  const repositoryUrl = `${job.webUrl}/${repository}`;
  const context = async (incident: Incident) => ({
    quote: quoting((await policy()).policy.redact),
    repositoryUrl,
    permalink: await permalinks(incident, github.reader(repository), repositoryUrl),
    mention: [],
  });

  const seen: { edit: PolicyEdit | null; remarks: readonly Remark[] } = { edit: null, remarks: [] };
  const house = keepHouse({
    now,
    policy,
    reader: (name) => github.reader(name),
    readerOf: (name) => (name.toLowerCase() === repository.toLowerCase() ? github.reader(repository) : null),
    facts: (name) => github.facts(name),
    proposer: (name) => github.proposer(name),
    incidents: (name, limit) => store.ofRepository(name, limit),
    async showCheck({ headSha }, edit, loaded) {
      if (!settings.checks.policy) return;
      seen.edit = edit;
      if (!dryRun) await publishPolicyCheck(headSha, edit, loaded.policy.redact, reporter());
    },
    async showRemarks({ headSha }, remarks, loaded) {
      if (!settings.checks.memory) return;
      seen.remarks = remarks;
      if (!dryRun) await publishRemarks(headSha, remarks, loaded.policy.redact, reporter());
    },
    context,
    showProblems: (_, loaded) => publishPolicyIssue(loaded, reporter(), job.webUrl),
    showLabels: () => publishLabels(reporter()),
    done: (_, what) => runLog.info({}, `Kept house: ${what}.`),
    failed: (_, error) => runLog.warn({ error }, "What the policy asks for could not be shown on GitHub."),
  });

  const scout = createScout({
    now,
    claim: claimByPolicy((repositories) => shelf.loaded(repositories)),
  });

  await shelf.start([repository]);
  const kept = await keptStates(github.records(repository), stateSecret, now());
  const memory = runMemory(kept.states.flatMap(({ state }) => state.recollection ?? []));
  const bundled = new Map<string, Evidence>();
  /** What is broken in each incident that is open, by its id. */
  const open = new Map<string, Anomaly>();
  const before = new Map(kept.states.map(({ state }) => [state.incident.id, state]));
  for (const { state } of kept.states) await takeUp(state);
  const unread = kept.refused.find(
    ({ incident }) => incident === null || now() - openedMs(incident) < BUDGET_MS,
  );
  if (unread && stateSecret !== null)
    mayNotMerge = `What was done in #${unread.issue} cannot be read, so that nothing is merged in this run. ${unread.why}`;

  async function takeUp(state: SealedState): Promise<void> {
    const { incident, fromBundle, spent } = state;
    // Versions count within a run.
    await store.put({ ...incident, version: 0 });
    if (!incident.closed) open.set(incident.id, incident.anomaly);
    scout.restore(state.scout);
    if (fromBundle && incident.evidence) bundled.set(incident.anomaly.fingerprint, incident.evidence);
    for (const { day, tokens, microUsd } of spent) {
      const limits = { tokensPerIncident: Number.MAX_SAFE_INTEGER, microUsdPerDay: Number.MAX_SAFE_INTEGER };
      await spending.book({ repository, incident: incident.id, day, tokens, microUsd, limits });
    }
  }

  const { verify } = (await policy()).policy;
  const probe = verify.probe && settings.responds ? await probed(verify.probe) : null;
  async function probed(asked: { url: string; status: number }) {
    if (await mayProbe(asked.url)) return startProbe(asked, resumed(kept.states), clock);
    runLog.warn(
      { url: asked.url },
      "verify.probe is a link-local address, and is not asked: no service is there.",
    );
    return null;
  }
  const consult =
    settings.model && consultations(await connectModel(settings.model, clock, runLog), spending, clock);

  const show = async (incident: Incident, isLast = false) =>
    publish(incident, {
      policy: (await policy()).policy,
      reporter: reporter(),
      reader: github.reader(repository),
      webUrl: job.webUrl,
      nowMs: now(),
      isLast,
    });

  const wouldWrite = new Set<string>();
  const answered: string[] = [];
  const stuck = new Set<string>();
  const ports: LoopPorts = {
    clock,
    store,
    lease: sqliteLease(database, clock),
    worker: job.pageOf(job.run.id),
    observer: runObserver({
      scout,
      bundled,
      probed: () => probe?.seen() ?? null,
      open: () => [...open.values()],
      now,
    }),
    memory,
    consult,
    reader: (name) => github.reader(name),
    writer: (name) =>
      dryRun ? dryWriter(github.writer(name), (what) => wouldWrite.add(what)) : github.writer(name),
    facts: (name) => github.facts(name),
    policy,
    stop,
    history: async (incident) => historyOf(incident, store, await stop.why(repository)),
    async publish(incident) {
      if (dryRun) return NO_ISSUE;
      const issue = await show(incident);
      await states?.atOnce({ ...incident, issue });
      return issue;
    },
    answer(command, issue, reply) {
      answered.push(`/sre ${command.command} of @${command.actor} in #${issue}: ${reply.text}`);
      runLog.info({}, answered.at(-1) ?? "");
      return dryRun ? Promise.resolve() : answerCommand(command, issue, reply, reporter());
    },
    explain: async (incident) =>
      explanation(incident, { ...(await context(incident)), permalink: () => null }),
    wording: async (incident, template = null) =>
      pullRequestWording(
        incident,
        { quote: quoting((await policy()).policy.redact), repositoryUrl },
        template,
      ),
    countWrites: writeCount.during,
  };

  const toldAs = ({ id }: Incident, { agent, text }: Incident["thoughts"][number]) =>
    JSON.stringify([id, agent, text]);
  /** Each thought once, and none that the log of an earlier run has. */
  const told = new Set(
    kept.states.flatMap(({ state: { incident } }) =>
      incident.thoughts.map((thought) => toldAs(incident, thought)),
    ),
  );
  const loop = runLoop(
    ports,
    (incident) => {
      if (incident.closed) open.delete(incident.id);
      else open.set(incident.id, incident.anomaly);
      for (const thought of incident.thoughts) {
        const key = toldAs(incident, thought);
        if (!told.has(key))
          runLog.info({}, `${incident.anomaly.service} · ${thought.agent}: ${thought.text}`);
        told.add(key);
      }
      if (incident.closed && incident.remembered && !dryRun) house.ended(incident);
    },
    (incident, error, retryInMs) => {
      if (error instanceof WouldWrite) stuck.add(incident.id);
      else runLog.warn({ error, retryInMs }, "A step failed and is tried again.");
    },
  );
  const hearTogether = alertsTogether(clock, loop);
  /** What has resolved is over once it has stayed so for a while: the run that heard it sees to the end of it. */
  let quietUntilMs = 0;
  const isSettling = () => now() < quietUntilMs || (probe?.isSettling() ?? false);

  const states =
    stateSecret === null || dryRun
      ? null
      : sealStates({
          secret: stateSecret,
          repository,
          now,
          author: () => github.records(repository).us(),
          before,
          beside: ({ id, anomaly }) => ({
            scout: scout.snapshot(),
            fromBundle: bundled.has(anomaly.fingerprint),
            probe: probe?.seen() ?? null,
            recollection: memory.of(id),
          }),
          spending,
          publish: (issue, sealed) => publishState(issue, sealed, reporter()),
        });

  /** Whether no issue is open for it that an earlier run could not seal, or that this one may not take up. */
  function isOurs({ fingerprint }: Anomaly): boolean {
    const left = kept.refused.find(({ open, incident }) => open && incident?.endsWith(`-${fingerprint}`));
    if (left) runLog.info({ issue: left.issue }, "This is known, and was left to people.");
    return left === undefined;
  }

  return {
    store,
    policy,
    context,
    house,
    seen,
    runs: github.runs(repository),
    refused: kept.refused as readonly RefusedState[],
    wouldWrite: wouldWrite as ReadonlySet<string>,
    /** Commands and what was said to them, untrusted. */
    answered: answered as readonly string[],
    get mayNotMerge() {
      return mayNotMerge;
    },
    /** Takes up what earlier runs left, and says where that may not be done. */
    async start(): Promise<void> {
      for (const { issue, comment, by } of kept.forged)
        runLog.warn(
          { issue, comment, by: by ?? "an account that is gone" },
          "A comment is made to look like my state. It is not mine, and was not read.",
        );
      for (const { issue, why, open, told } of kept.refused) {
        if (!open) continue;
        runLog.warn({ issue, why }, "An incident is left to people.");
        // Without a secret it is no wonder, and nobody has done anything wrong.
        if (stateSecret !== null && !dryRun && !told) await publishRefusedState(issue, why, reporter());
      }
      await loop.resume();
    },
    async hear(signal: HookSignal | AlertSignal): Promise<void> {
      if (signal.kind === "alert") {
        const { fired, changes } = scout.alert(signal);
        if (changes.some(({ what }) => what === "resolved")) quietUntilMs = now() + QUIET_MS;
        if (fired.length === 0 && changes.length === 0)
          runLog.warn(
            { services: signal.alerts.map(({ service }) => service ?? "none") },
            "No service of the policy is named by this alert, or it is known already: nothing was opened.",
          );
        await hearTogether(fired.filter(isOurs), changes);
      } else if (signal.kind === "pull-request") {
        await Promise.all([loop.hear(signal), house.pullRequest(signal)]);
      } else if (signal.kind !== "installation" && signal.kind !== "boxes") await loop.hear(signal);
    },
    /** Commands of which no run was told. */
    async hearMissed(): Promise<void> {
      for (const command of await missedCommands(github.facts(repository), now())) await loop.hear(command);
    },
    /** An incident that somebody else's Scout has seen, with its evidence. */
    async observed(anomaly: Anomaly, evidence: Evidence): Promise<void> {
      bundled.set(anomaly.fingerprint, evidence);
      if (isOurs(anomaly)) await loop.admit([anomaly]);
    },
    /** Resolves once nothing moves on without an event from outside; false where `deadlineMs` came first. */
    async untilAtRest(deadlineMs: number): Promise<boolean> {
      for (;;) {
        await new Promise<void>((done) => setTimeout(done, LOOK_MS));
        const open = (await store.open()).filter(({ id }) => !stuck.has(id));
        if (loop.isIdle() && open.every((one) => rests(one, isSettling()))) return true;
        if (now() >= deadlineMs) return false;
      }
    },
    /** Lets what runs come to its end, and seals every incident that has moved; answers all, the newest first. */
    async stop(): Promise<Incident[]> {
      await loop.stop();
      probe?.stop();
      await house.idle();
      if (!dryRun)
        await tellTheRest(await store.open(), {
          show: (incident) => show(incident, true),
          countWrites: writeCount.during,
          put: store.put,
          failed: ({ issue }, error) =>
            runLog.warn(
              { error, issue: issue?.number },
              "What was known last could not be told in the issue.",
            ),
        });
      const incidents = await store.ofRepository(repository, INCIDENTS);
      await states?.atTheEnd(incidents);
      await store.close();
      return dryRun ? incidents.map((incident) => ({ ...incident, issue: null })) : incidents;
    },
  };
}

/** An incident's id begins with when it was opened, in base 36. */
const openedMs = (incident: string) => Number.parseInt(incident.split("-")[0] ?? "", 36);

/** What the last run saw of the probe. How often in a row is counted anew: nobody has asked meanwhile. */
function resumed(states: readonly { state: SealedState }[]) {
  const open = states.filter(({ state }) => !state.incident.closed).map(({ state }) => state);
  const [last] = open.toSorted((a, b) => (a.incident.updatedAt < b.incident.updatedAt ? 1 : -1));
  return last?.probe ? { ...last.probe, well: 0 } : NOTHING_SEEN;
}
