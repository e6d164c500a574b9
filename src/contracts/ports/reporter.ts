import type { RepositoryName, Sha } from "../repository.ts";

/**
 * What people read on GitHub: issues, comments, labels, checks, reactions. Every call can be repeated.
 * Only `src/publish/` holds one.
 */
export interface Reporter {
  readonly repository: RepositoryName;
  /**
   * The issue whose body begins with this hidden marker and was written by us, found or opened. A marker
   * in somebody else's issue, or further down where telemetry is quoted, is not ours.
   */
  ensureIssue(request: {
    marker: string;
    title: string;
    body: string;
    labels: readonly string[];
  }): Promise<{ number: number; url: string; state: "open" | "closed"; created: boolean }>;
  /** Our newest issue whose body begins with this marker and that carries that label; nothing is written. */
  findIssue(request: {
    marker: string;
    label: string;
    state: "open" | "all";
  }): Promise<{ number: number; url: string; state: "open" | "closed" } | null>;
  /**
   * Writes what differs, all of it in one request, the comment first. `labels`: exactly these of those that begin with
   * `prefix`; others stay, and what a person puts on meanwhile stays, too. `comment`: the one by us that begins with its
   * marker, made or changed.
   */
  updateIssue(
    number: number,
    change: {
      title?: string;
      body?: string;
      state?: "open" | "closed";
      labels?: { prefix: string; exactly: readonly string[] };
      comment?: { marker: string; body: string };
    },
  ): Promise<void>;
  /** Makes those of the repository's labels that are not there; one that is there stays as people have it. */
  ensureLabels(labels: readonly { name: string; color: string; description: string }[]): Promise<void>;
  /** The comment by us on that issue whose body begins with this marker, made or changed. */
  ensureComment(issue: number, marker: string, body: string): Promise<{ id: number }>;
  /** Our reaction on an issue comment. */
  react(comment: number, content: "+1" | "-1" | "eyes" | "rocket" | "confused"): Promise<void>;
  /** The check run with this name and external id on that commit, made or changed. */
  ensureCheckRun(request: {
    name: string;
    externalId: string;
    /** What comes back with its buttons beside the id: by it an old press is told from a new one. */
    externalState?: string;
    head: Sha;
    status: "in_progress" | "completed";
    conclusion?: "success" | "failure" | "neutral" | "action_required";
    title: string;
    summary: string;
    text?: string;
    detailsUrl?: string;
    annotations?: readonly { path: string; line: number; message: string; title: string }[];
    actions?: readonly { label: string; description: string; identifier: string }[];
  }): Promise<{ id: number }>;
}
