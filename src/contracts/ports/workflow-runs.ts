import type { RepositoryName } from "../repository.ts";

/** A run of a workflow as GitHub knows it; nothing of it is anybody's text. */
export interface WorkflowRun {
  id: number;
  /** ISO instants: when its event came, and when its latest attempt was asked for. */
  createdAt: string;
  askedAt: string;
  /** 1, and one more whenever it is run again. */
  attempt: number;
  /** `heard`: its job came to an end of its own, or to its time limit. */
  state: "under-way" | "cancelled" | "heard" | "else";
  /** Whether we asked for its latest attempt. */
  byUs: boolean;
}

/** Runs of one repository's workflows. */
export interface WorkflowRuns {
  readonly repository: RepositoryName;
  /** Of that run its workflow, and when its event came; null where GitHub knows none of that number. */
  of(run: number): Promise<{ workflow: number; createdAt: string } | null>;
  /** Runs of that workflow whose events came since then: all, or those of one event on the default branch. The newest hundred, the newest first. */
  since(workflow: number, since: string, event?: string): Promise<WorkflowRun[]>;
  /** Whether a runner has taken a job of its latest attempt. */
  hasBegun(run: number): Promise<boolean>;
  /** Asks GitHub to run it once more. */
  runAgain(run: number): Promise<void>;
}
