import type { Incident } from "../contracts/incident.ts";
import type { Instant } from "../contracts/instant.ts";
import type { LoadedPolicy } from "../contracts/policy.ts";
import type { Proposer } from "../contracts/ports/proposer.ts";
import type { RepoFacts } from "../contracts/ports/repo-facts.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { RepositoryName } from "../contracts/repository.ts";
import type { PullRequestSignal } from "../contracts/signal.ts";
import type { Remark } from "../report/before-merging-check.ts";
import type { PolicyEdit } from "../report/policy-check.ts";
import type { ReportContext } from "../report/report-context.ts";
import { checkPolicyEdit } from "./check-policy-edit.ts";
import { onboard } from "./onboard.ts";
import { oneAfterAnother } from "./one-after-another.ts";
import { proposeReland } from "./propose-reland.ts";
import { recordIncident } from "./record-incident.ts";
import { rehearsed } from "./rehearsed.ts";
import { rememberedBy } from "./remembered-by.ts";

const OUR_BRANCHES = "sre-space/";
/** Past incidents that a pull request is held against. */
const REMEMBERED = 100;
/** Of them, those after whose end is looked at a start. */
const RECENT = 20;
const RECENT_MS = 24 * 60 * 60 * 1_000;
const MOST_ENDED = 1_000;

export interface HousePorts {
  /** Epoch milliseconds. */
  now(): number;
  policy(repository: RepositoryName): Promise<LoadedPolicy>;
  reader(repository: RepositoryName): RepoReader;
  /** Null where the App is not installed on it. */
  readerOf(repository: RepositoryName): RepoReader | null;
  facts(repository: RepositoryName): RepoFacts;
  proposer(repository: RepositoryName): Proposer;
  incidents(repository: RepositoryName, limit: number): Promise<Incident[]>;
  showCheck(signal: PullRequestSignal, edit: PolicyEdit, policy: LoadedPolicy): Promise<void>;
  showRemarks(signal: PullRequestSignal, remarks: readonly Remark[], policy: LoadedPolicy): Promise<void>;
  /** How a report of that repository is written: its quotes, its links. */
  context(incident: Incident): Promise<ReportContext>;
  showProblems(repository: RepositoryName, policy: LoadedPolicy): Promise<void>;
  /** Makes the labels that are ours and lack. */
  showLabels(repository: RepositoryName): Promise<void>;
  /** What was done, for the operator. */
  done(repository: RepositoryName, what: string): void;
  failed(repository: RepositoryName, error: unknown): void;
}

/**
 * What is done in a repository outside of any incident. Everything may be asked for again and happens once; nothing
 * here can merge, and nothing that is read here is in force.
 */
export function keepHouse(ports: HousePorts) {
  const order = oneAfterAnother();
  /** What was told last of each repository's policy, so that GitHub is asked only where there is news. */
  const told = new Map<RepositoryName, string>();
  const labelled = new Set<RepositoryName>();

  /** Ids of incidents after which was looked. */
  const over = new Set<string>();
  async function afterwards(incident: Incident): Promise<void> {
    const { repository } = incident;
    const { policy, source, problems } = await ports.policy(repository);
    if (source === null || problems.length > 0 || !(policy.notify.record || policy.notify.reland)) return;
    const given = {
      policy,
      reader: ports.reader(repository),
      facts: ports.facts(repository),
      proposer: ports.proposer(repository),
      context: await ports.context(incident),
    };
    ports.done(repository, `post-mortem: ${await recordIncident(incident, given)}`);
    ports.done(repository, `reland: ${await proposeReland(incident, given)}`);
  }

  return {
    /** Throws what GitHub throws. */
    async installed(repository: RepositoryName, at: Instant): Promise<void> {
      const policy = await ports.policy(repository);
      const became = await onboard(repository, at, {
        policy,
        reader: ports.reader(repository),
        readerOf: ports.readerOf,
        facts: ports.facts(repository),
        proposer: ports.proposer(repository),
      });
      ports.done(repository, `onboarding: ${became}`);
    },
    /** Throws what GitHub throws. */
    async pullRequest(signal: PullRequestSignal): Promise<void> {
      if (signal.state !== "open" || signal.newHead !== true) return;
      const { repository } = signal;
      const policy = await ports.policy(repository);
      const reader = ports.reader(repository);
      const files = await ports.facts(repository).changedFiles(signal.number);
      const edit = await checkPolicyEdit(signal, { ...ports, policy, reader, files });
      if (edit) await ports.showCheck(signal, edit, policy);
      // What we propose ourselves was judged by more than this.
      if (policy.source === null || signal.branch.startsWith(OUR_BRANCHES)) return;
      const remarks = [
        ...rememberedBy(files, await ports.incidents(repository, REMEMBERED), signal.receivedAt),
        ...rehearsed(files, policy.policy),
      ];
      if (remarks.length > 0) await ports.showRemarks(signal, remarks, policy);
    },
    /** An incident is over: what the policy asks for besides is proposed. What GitHub does not take is told and left. */
    ended(incident: Incident): void {
      const { repository, id } = incident;
      if (over.has(id)) return;
      // What is asked for twice is found to be there.
      if (over.size >= MOST_ENDED) over.clear();
      over.add(id);
      void order
        .run(`${repository} ended`, () => afterwards(incident))
        .catch((error: unknown) => {
          over.delete(id);
          ports.failed(repository, error);
        });
    },
    /** The policy of a repository was read. What GitHub does not take now is told when it is next read. */
    policyRead(repository: RepositoryName, policy: LoadedPolicy): void {
      const news = JSON.stringify([policy.source, policy.problems]);
      void order
        .run(repository, async () => {
          if (told.get(repository) === news) return;
          // A repository without a policy is one in which nothing is done.
          if (policy.source !== null && !labelled.has(repository)) {
            await ports.showLabels(repository);
            labelled.add(repository);
            // Those that ended just before a crash.
            for (const incident of await ports.incidents(repository, RECENT))
              if (incident.remembered && ports.now() - Date.parse(incident.remembered.at) < RECENT_MS)
                this.ended(incident);
          }
          await ports.showProblems(repository, policy);
          told.set(repository, news);
        })
        .catch((error: unknown) => ports.failed(repository, error));
    },
    forget(repository: RepositoryName): void {
      told.delete(repository);
      labelled.delete(repository);
    },
    /** Resolves once everything that was read has been told. */
    idle: (): Promise<void> => order.idle(),
  };
}
