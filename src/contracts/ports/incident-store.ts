import type { Anomaly } from "../anomaly.ts";
import type { Incident } from "../incident.ts";
import type { RepositoryName } from "../repository.ts";
import type { DurableSignal } from "../signal.ts";

/** Where incidents and acknowledged signals outlive the process. */
export interface IncidentStore {
  /** Throws `StaleIncident` where the stored version is not `incident.version - 1` (or it exists already, for version 0). */
  put(incident: Incident): Promise<void>;
  get(id: string): Promise<Incident | null>;
  /** Those that are not closed, not yet shown as closed on GitHub, or not yet remembered, oldest first. */
  open(): Promise<Incident[]>;
  /** The same, by name alone: hundreds of whole ones are seconds of work. */
  openNames(): Promise<{ id: string; repository: RepositoryName }[]>;
  /** Newest first. */
  recent(limit: number): Promise<Incident[]>;
  /** Of the same, what was found alone. */
  recentAnomalies(limit: number): Promise<{ repository: RepositoryName; anomaly: Anomaly }[]>;
  /** Newest first, closed ones too. */
  ofRepository(repository: RepositoryName, limit: number): Promise<Incident[]>;
  /** Newest first, of those that have put a branch there: none is forgotten behind a storm of others. */
  acted(repository: RepositoryName, limit: number): Promise<Incident[]>;
  /** Kept before the sender is answered. False where that idempotency key was seen already. */
  acknowledge(key: string, signal: DurableSignal): Promise<boolean>;
  /** Keys of what was acknowledged and is not yet done, oldest first. */
  pending(): Promise<string[]>;
  /** What was acknowledged by that key; null where it is done, or cannot be read. */
  signal(key: string): Promise<DurableSignal | null>;
  done(key: string): Promise<void>;
  /** Leaves a signal that was taken to whoever acts on its repository now. */
  leave(key: string): Promise<void>;
  /** Lays a signal aside that cannot be acted on: it is pending no more, and waits for a person. */
  bury(key: string, reason: string): Promise<void>;
  /** What was laid aside, the oldest first. */
  letters(limit: number): Promise<Letter[]>;
  /** Makes it pending again; false where no such signal was laid aside. */
  exhume(key: string): Promise<boolean>;
  /** Whether a person paused the repository. */
  paused(repository: RepositoryName): Promise<boolean>;
  setPaused(repository: RepositoryName, paused: boolean): Promise<void>;
  close(): Promise<void>;
}

/** A signal that was laid aside. */
export interface Letter {
  key: string;
  receivedAt: string;
  /** Why, as the last attempt said it. */
  reason: string;
  /** Null where it cannot be read. */
  signal: DurableSignal | null;
}

/** Somebody wrote that incident in between: read it again. */
export class StaleIncident extends Error {
  constructor(id: string, version: number) {
    super(
      `Incident ${id} was changed by another writer after version ${version - 1}; read it again before writing.`,
    );
    this.name = "StaleIncident";
  }
}

/** Another worker acts on that repository now, or ours lost it by standing still: nothing was written. */
export class LeaseLost extends Error {
  constructor(repository: RepositoryName) {
    super(`This worker does not hold ${repository} any more; whoever does goes on from what is stored.`);
    this.name = "LeaseLost";
  }
}
