import { unmetRules } from "../rules/unmet-rules.ts";
import type { Issue, Repository, State } from "../state.ts";
import { mergeTrees } from "./merge.ts";

export type MergeableState = "clean" | "dirty" | "behind" | "blocked" | "unstable" | "draft" | "unknown";

const known = new WeakMap<Repository, Map<string, boolean>>();

/** Whether two commits merge without conflict; kept, since commits never change. */
export async function mergesCleanly(repository: Repository, base: string, head: string): Promise<boolean> {
  const answers = known.get(repository) ?? new Map<string, boolean>();
  known.set(repository, answers);
  const key = `${base} ${head}`;
  const before = answers.get(key);
  if (before !== undefined) return before;
  const { clean } = await mergeTrees(repository.git, base, head);
  answers.set(key, clean);
  return clean;
}

const PASSING = new Set(["success", "neutral", "skipped"]);

/** What every check and status of a commit says now; a later run of the same name replaces an earlier one. */
function newestAnswers(repository: Repository, sha: string): string[] {
  const newest = new Map<string, string>();
  for (const status of repository.statuses)
    if (status.sha === sha) newest.set(`status ${status.context}`, status.state);
  for (const run of repository.checkRuns.values())
    if (run.headSha === sha) newest.set(`run ${run.app.id} ${run.name}`, run.conclusion ?? run.status);
  return [...newest.values()];
}

/** `mergeable` and `mergeable_state` of an open pull request at this moment. */
export async function mergeability(
  state: State,
  repository: Repository,
  issue: Issue,
): Promise<{ mergeable: boolean; state: MergeableState }> {
  const pull = issue.pull!;
  const base = (await repository.git.ref(`refs/heads/${pull.baseRef}`)) ?? pull.baseSha;
  if (!(await mergesCleanly(repository, base, pull.headSha))) return { mergeable: false, state: "dirty" };
  if (pull.draft) return { mergeable: true, state: "draft" };
  const unmet = await unmetRules(state, repository, issue, base);
  if (unmet.some((rule) => rule.kind === "behind")) return { mergeable: true, state: "behind" };
  if (unmet.length) return { mergeable: true, state: "blocked" };
  const failing = newestAnswers(repository, pull.headSha).some((answer) => !PASSING.has(answer));
  return { mergeable: true, state: failing ? "unstable" : "clean" };
}
