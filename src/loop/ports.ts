import type { Anomaly } from "../contracts/anomaly.ts";
import type { Diagnosis } from "../contracts/diagnosis.ts";
import type { Evidence } from "../contracts/evidence.ts";
import type { History } from "../contracts/facts.ts";
import type { Incident } from "../contracts/incident.ts";
import type { Instant } from "../contracts/instant.ts";
import type { LoadedPolicy } from "../contracts/policy.ts";
import type { Clock } from "../contracts/ports/clock.ts";
import type { IncidentStore } from "../contracts/ports/incident-store.ts";
import type { Lease } from "../contracts/ports/lease.ts";
import type { Memory } from "../contracts/ports/memory.ts";
import type { RepoFacts } from "../contracts/ports/repo-facts.ts";
import type { Deployment, RepoReader } from "../contracts/ports/repo-reader.ts";
import type { RepoWriter } from "../contracts/ports/repo-writer.ts";
import type { Recovery } from "../contracts/recovery.ts";
import type { RepositoryName, Sha } from "../contracts/repository.ts";
import type { CommandSignal } from "../contracts/signal.ts";
import type { Agent, Thought } from "../contracts/thought.ts";
import type { Question } from "../orient/model/consultations.ts";

/** Of Scout, what the loop asks. */
export interface Observer {
  evidence(anomaly: Anomaly, deployments: readonly Deployment[]): Evidence;
  recovery(question: {
    anomaly: Anomaly;
    since: Instant;
    revision: string | null;
    remedied: boolean;
    /** When the remedy was merged; null where nothing was done. */
    begun: Instant | null;
  }): Recovery;
  /** The service's latest requests by the revision that served them; empty where telemetry names none. */
  serving(anomaly: Anomaly): readonly { revision: string; firstSeen: Instant; requests: number }[];
  /** When processes of that revision were first seen to serve, by their own telemetry. */
  revisionSeen(anomaly: Anomaly, revision: Sha): Instant | null;
}

/** Texts for people of a change, made by the report room. */
export interface ChangeWording {
  title: string;
  body: string;
  commitMessage: string;
  mergeMessage: string;
}

export interface CommandReply {
  accepted: boolean;
  /** Our own Markdown. */
  text: string;
  /** Said to somebody who may not give the command: once in a thread, however often they try. */
  stranger?: boolean;
}

/** Everything that the loop needs of the world. */
export interface LoopPorts {
  clock: Clock;
  store: IncidentStore;
  lease: Lease;
  /** This process, as the holder of leases. */
  worker: string;
  observer: Observer;
  memory: Memory;
  /** Asks a model what it makes of a case that was weighed; null where there is none. */
  consult: ((question: Question) => Promise<Diagnosis>) | null;
  reader(repository: RepositoryName): RepoReader;
  facts(repository: RepositoryName): RepoFacts;
  writer(repository: RepositoryName): RepoWriter;
  policy(repository: RepositoryName): Promise<LoadedPolicy>;
  history(incident: Incident): Promise<History>;
  /** Makes GitHub show the incident as it is; answers what now stands there. */
  publish(incident: Incident): Promise<Incident["issue"]>;
  /** What stops every merge of a repository, whatever was judged. */
  stop: {
    /** Why nothing may be merged there, as a sentence; null where nothing stops it. What cannot be read stops. */
    why(repository: RepositoryName): Promise<string | null>;
    /** Stops at once, for as long as it takes to decide whether it stays so. */
    whileDeciding<T>(repository: RepositoryName, decide: () => Promise<T>): Promise<T>;
  };
  /** Tells a person who gave a command what became of it, in the thread of that issue. */
  answer(command: CommandSignal, issue: number, reply: CommandReply): Promise<void>;
  /** The diagnosis and what stands in the way, in words. */
  explain(incident: Incident): Promise<string>;
  /** @param template the repository's own for pull requests; null where it has none */
  wording(incident: Incident, template?: string | null): Promise<ChangeWording>;
  /** Runs something, and counts the requests by which it changes GitHub. */
  countWrites<T>(run: () => Promise<T>): Promise<{ value: T; writes: number }>;
}

/** What a step leaves behind: the parts of the incident that are new, and what to say about it. */
export interface StepResult {
  change: Partial<Incident>;
  thoughts: Omit<Thought, "at">[];
  /** Requests by which the step changed GitHub. */
  writes?: number;
}

export function thought(agent: Agent, text: string, evidence: string[] = []): Omit<Thought, "at"> {
  return { agent, text: text.slice(0, 400), evidence };
}
