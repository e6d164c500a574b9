import { z } from "zod";
import { RemedyKind } from "../diagnosis.ts";
import { Ending, PersonsWord } from "../ending.ts";
import { Instant } from "../instant.ts";
import { RepositoryName, Sha } from "../repository.ts";
import { Symptom } from "../signal.ts";

/** Looks of an incident, by which one that is like it is found. Redacted, sanitised, bounded. */
const looks = {
  repository: RepositoryName,
  fingerprint: z.string().regex(/^[0-9a-f]{12}$/),
  service: z.string().max(200),
  operation: z.string().max(300),
  symptom: Symptom,
  /** Types and templates of exceptions, new log lines, spans that slowed down: what a person would search for. */
  signatures: z.array(z.string().max(300)).max(12),
};

export const Looks = z.object(looks);
export type Looks = z.infer<typeof Looks>;

/** What one incident taught, once it was over. */
export const Recollection = z.object({
  ...looks,
  /** Its id: the same incident remembered again takes the place of what was remembered of it. */
  incident: z.string().regex(/^[0-9a-z]+-[0-9a-f]{12}$/),
  closedAt: Instant,
  /** Held guilty in the end; null where no commit was. */
  suspect: Sha.nullable(),
  mechanism: z.string().max(200),
  /** Of the suspect: paths, and a digest of the lines that it adds and removes, which survives a rebase. */
  files: z.array(z.string().max(300)).max(20),
  patch: z.string().max(64).nullable(),
  remedy: RemedyKind,
  issue: z.number().int().nullable(),
  pullRequest: z.number().int().nullable(),
  /** The commit by which the remedy came into the default branch; absent where nothing was merged. */
  merge: Sha.nullish(),
  ending: Ending,
  person: PersonsWord.nullable(),
});
export type Recollection = z.infer<typeof Recollection>;

/** A past incident that is like this one. */
export interface Remembered {
  recollection: Recollection;
  /** The fingerprint is the same. The cause need not be. */
  exact: boolean;
}

export interface MemoryState {
  /** `asleep`: nothing was ever remembered, so that nothing runs for it. `away`: Brain reasons without it. */
  state: "asleep" | "ready" | "away";
  /** What waits to be written, on the disk. */
  waiting: number;
  /** Why it is away, and what to do, in a sentence. */
  reason?: string;
}

/** Past incidents of a repository. One repository's are never told to another. */
export interface Memory {
  /** On the disk when this resolves, whether or not the memory itself can be reached at the moment. */
  remember(recollection: Recollection): Promise<void>;
  /**
   * At most `limit` past incidents of that repository, those of the same fingerprint first, the latest first among
   * them, then others by how alike they look. What waits to be written is among them. Never throws and never takes
   * long: what cannot be reached in time is not told.
   */
  recall(looks: Looks, limit: number): Promise<Remembered[]>;
  state(): MemoryState;
}

/** What was remembered and is not yet where it can be searched. It outlives the process. */
export interface MemoryJournal {
  /** Takes the place of what waits of the same incident. */
  keep(recollection: Recollection): void;
  /** The oldest first. `revision` is what `done` wants. */
  waiting(limit: number): { recollection: Recollection; revision: number }[];
  /** What waits of one repository, the newest first. */
  ofRepository(repository: RepositoryName): Recollection[];
  count(): number;
  /** It is written. Nothing happens where it was kept anew since that revision. */
  done(incident: string, revision: number): void;
}
