import { atLeast, roleIn } from "../auth/role-in.ts";
import type { Issue, Repository, Review, State } from "../state.ts";

export type Unmet = { kind: "checks" | "reviews" | "behind" | "locked"; message: string };

const PASSING = ["success", "neutral", "skipped"];

/** The newest answer of a required check at a commit: from check runs or from commit statuses of that name. */
export function checkState(
  repository: Repository,
  sha: string,
  context: string,
  appId: number | null,
): "success" | "failure" | "pending" | "expected" {
  const runs = [...repository.checkRuns.values()].filter(
    (run) => run.headSha === sha && run.name === context && (appId === null || run.app.id === appId),
  );
  const run = runs.at(-1);
  const status =
    appId === null
      ? repository.statuses.findLast((one) => one.sha === sha && one.context === context)
      : undefined;
  if (!run && !status) return "expected";
  if (run && run.status !== "completed") return "pending";
  if (run && !PASSING.includes(run.conclusion ?? "")) return "failure";
  if (status && status.state === "pending") return "pending";
  if (status && status.state !== "success") return "failure";
  return "success";
}

/** The newest review of each person that decides anything. */
export function decidingReviews(reviews: Review[]): Review[] {
  const newest = new Map<number, Review>();
  for (const review of reviews)
    if (review.state !== "COMMENTED" && review.state !== "PENDING") newest.set(review.user.id, review);
  return [...newest.values()];
}

/** What branch protection still asks of a pull request before it may be merged. */
export async function unmetRules(
  _state: State,
  repository: Repository,
  issue: Issue,
  baseTip: string,
): Promise<Unmet[]> {
  const pull = issue.pull!;
  const rules = repository.protection.get(pull.baseRef);
  if (!rules) return [];
  const unmet: Unmet[] = [];
  if (rules.lockBranch) unmet.push({ kind: "locked", message: "Branch is read-only." });
  const checks = rules.requiredStatusChecks;
  if (checks) {
    const open = checks.checks
      .map((check) => ({ check, state: checkState(repository, pull.headSha, check.context, check.appId) }))
      .filter((one) => one.state !== "success");
    if (open.length === 1) {
      const words = {
        expected: "is expected",
        pending: "is in progress",
        failure: "is failing",
        success: "",
      };
      unmet.push({
        kind: "checks",
        message: `Required status check "${open[0]!.check.context}" ${words[open[0]!.state]}.`,
      });
    } else if (open.length > 1) {
      const failing = open.filter((one) => one.state === "failure").length;
      const word = failing === open.length ? "are failing" : failing ? "have not succeeded" : "are expected";
      unmet.push({
        kind: "checks",
        message: `${open.length} of ${checks.checks.length} required status checks ${word}.`,
      });
    }
    if (checks.strict && !(await repository.git.isAncestor(baseTip, pull.headSha)))
      unmet.push({ kind: "behind", message: "Head branch is not up to date with the base branch." });
  }
  const reviews = rules.requiredReviews;
  if (reviews) {
    const deciding = decidingReviews(pull.reviews).filter(
      (review) => review.user.type === "User" && atLeast(roleIn(repository, review.user), "write"),
    );
    const approvals = deciding.filter((review) => review.state === "APPROVED").length;
    if (deciding.some((review) => review.state === "CHANGES_REQUESTED"))
      unmet.push({ kind: "reviews", message: "Changes have been requested by reviewers." });
    else if (approvals < reviews.count) {
      const many = reviews.count === 1 ? "1 approving review is" : `${reviews.count} approving reviews are`;
      unmet.push({
        kind: "reviews",
        message: `At least ${many} required by reviewers with write access.`,
      });
    }
  }
  return unmet;
}
