import { readMarker, type Summary } from "./read-marker.ts";
import type { Delivery } from "./start-hooks.ts";

/** What GitHub has shown of one of the engine's issues; times are epoch milliseconds of the webhook's arrival. */
export type SeenIssue = {
  number: number;
  title: string;
  state: string;
  labels: string[];
  openedAt: number;
  /** When the suspects first stood in it. */
  diagnosedAt: number | undefined;
  summary: Summary | undefined;
  /** When it was closed or began to wait for a person; undefined while neither. */
  settledAt: number | undefined;
};

export type SeenPull = {
  number: number;
  branch: string;
  merged: boolean;
  mergedAt: number | undefined;
  mergeSha: string | null;
};

export type IncidentWatch = {
  see(delivery: Delivery): void;
  issues(): SeenIssue[];
  pulls(): SeenPull[];
  /** Resolves with true when `condition` holds after some event, with false at `deadline` (epoch milliseconds). */
  until(condition: () => boolean, deadline: number): Promise<boolean>;
};

const SETTLED_LABELS = ["sre-space:needs-human", "sre-space:awaiting-approval"];

/**
 * Follows what the engine does on GitHub from now on, as a person with the page open would: only what `bot` wrote counts,
 * and only issues that are opened (again) and pull requests that are opened while it watches.
 *
 * @param say a line for each thing that changed.
 */
export function watchIncidents(bot: string, say: (line: string, at: number) => void): IncidentWatch {
  const issues = new Map<number, SeenIssue>();
  const pulls = new Map<number, SeenPull>();
  const waiting = new Set<() => void>();

  function seeIssue({ at, payload: { issue, action } }: Delivery): void {
    if (issue?.user.login !== bot) return;
    const known = issues.get(issue.number);
    if (!known && action !== "opened" && action !== "reopened") return;
    const seen: SeenIssue = known ?? {
      number: issue.number,
      title: issue.title,
      state: issue.state,
      labels: [],
      openedAt: at,
      diagnosedAt: undefined,
      summary: undefined,
      settledAt: undefined,
    };
    issues.set(issue.number, seen);
    if (!known) say(`issue #${issue.number} opened: ${issue.title}`, at);
    const labels = issue.labels.map((label) => label.name);
    const fresh = labels.filter((label) => label.startsWith("sre-space:") && !seen.labels.includes(label));
    if (fresh.length > 0) say(`issue #${issue.number} ${fresh.join(" ")}`, at);
    if (seen.state !== issue.state) say(`issue #${issue.number} ${issue.state}`, at);
    seen.labels = labels;
    seen.state = issue.state;
    seen.title = issue.title;
    seen.summary = readMarker(issue.body ?? "") ?? seen.summary;
    const diagnosis = seen.summary?.diagnosis;
    if (diagnosis && seen.diagnosedAt === undefined) {
      seen.diagnosedAt = at;
      const suspect = diagnosis.suspect?.slice(0, 7) ?? "none";
      say(
        `issue #${issue.number} diagnosis: ${diagnosis.decision}, suspect ${suspect}, ${diagnosis.confidence.toFixed(3)}`,
        at,
      );
    }
    const isSettled = issue.state === "closed" || labels.some((label) => SETTLED_LABELS.includes(label));
    if (!isSettled) seen.settledAt = undefined;
    else seen.settledAt ??= at;
  }

  function seePull({ at, payload: { pull_request: pull, action } }: Delivery): void {
    if (pull?.user.login !== bot) return;
    const known = pulls.get(pull.number);
    if (!known && action !== "opened") return;
    if (!known) say(`pull request #${pull.number} ${action} (${pull.head.ref})`, at);
    if (pull.merged && !known?.merged) {
      say(`pull request #${pull.number} merged as ${pull.merge_commit_sha?.slice(0, 7)}`, at);
    }
    pulls.set(pull.number, {
      number: pull.number,
      branch: pull.head.ref,
      merged: pull.merged,
      mergedAt: known?.mergedAt ?? (pull.merged ? at : undefined),
      mergeSha: pull.merge_commit_sha,
    });
  }

  return {
    see(delivery) {
      if (delivery.event === "issues") seeIssue(delivery);
      if (delivery.event === "pull_request") seePull(delivery);
      for (const check of waiting) check();
    },
    issues: () => [...issues.values()],
    pulls: () => [...pulls.values()],
    until(condition, deadline) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => finish(false), Math.max(0, deadline - Date.now()));
        function finish(result: boolean): void {
          clearTimeout(timer);
          waiting.delete(check);
          resolve(result);
        }
        function check(): void {
          if (condition()) finish(true);
        }
        waiting.add(check);
        check();
      });
    },
  };
}
