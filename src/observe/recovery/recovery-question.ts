import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Instant } from "../../contracts/instant.ts";
import type { Recovery } from "../../contracts/recovery.ts";

export interface RecoveryQuestion {
  anomaly: Anomaly;
  /** The remedy's deployment, or the onset when nothing was done. */
  since: Instant;
  /** The commit that carries the remedy; null where it is not known. */
  revision: string | null;
  /** Whether anything was done. */
  remedied: boolean;
  /** When the remedy was merged, before which nothing of it can have run; null where it is not known. */
  begun?: Instant | null;
}

/** What can be said, and of what; the time is put to it by `judgeRecovery`. */
export type Judged = Omit<Recovery, "at" | "since">;
