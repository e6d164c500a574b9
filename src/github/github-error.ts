/** GitHub did not do what was asked: what happened, where, and what to do next. */
export class GitHubError extends Error {
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** `POST /repos/acme/shop/issues` and the like, without the host. */
  readonly where: string;
  /** True where the same call may succeed later without anybody's doing. */
  readonly passing: boolean;

  constructor(problem: {
    status: number;
    where: string;
    what: string;
    next: string;
    passing: boolean;
    cause?: unknown;
  }) {
    super(`GitHub: ${problem.what} (${problem.where}). ${problem.next}`, { cause: problem.cause });
    this.name = "GitHubError";
    this.status = problem.status;
    this.where = problem.where;
    this.passing = problem.passing;
  }
}
