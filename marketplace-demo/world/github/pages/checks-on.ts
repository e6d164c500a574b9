import type { CheckRun, Repository } from "../state.ts";
import { linkTo } from "./link-to.ts";

export type Answer = CheckRun["conclusion"] | CheckRun["status"] | "pending" | "error";

/** A check run or a commit status, as the list of checks shows both. */
export type Check = {
  name: string;
  by: string;
  answer: NonNullable<Answer>;
  title: string;
  href: string | null;
  run: CheckRun | null;
};

/** What stands on a commit now; a later run of the same name replaces an earlier one. */
export function checksOn(repository: Repository, sha: string): Check[] {
  const newest = new Map<string, Check>();
  for (const run of repository.checkRuns.values())
    if (run.headSha === sha)
      newest.set(`run ${run.app.id} ${run.name}`, {
        name: run.name,
        by: run.app.name,
        answer: run.conclusion ?? run.status,
        title: run.output.title ?? "",
        href: linkTo.run(repository, run),
        run,
      });
  for (const status of repository.statuses)
    if (status.sha === sha)
      newest.set(`status ${status.context}`, {
        name: status.context,
        by: status.creator.login,
        answer: status.state,
        title: status.description ?? "",
        href: /^https?:\/\//i.test(status.targetUrl ?? "") ? status.targetUrl : null,
        run: null,
      });
  return [...newest.values()];
}

const GOOD = new Set<Answer>(["success", "neutral", "skipped"]);
const MOVING = new Set<Answer>(["queued", "in_progress", "pending"]);

/** Good, bad or still moving. */
export function outlook(answer: Answer): "good" | "bad" | "moving" {
  return GOOD.has(answer) ? "good" : MOVING.has(answer) ? "moving" : "bad";
}
