import { RequestError } from "octokit";
import { GitHubError } from "./github-error.ts";

const NEXT: Record<number, string> = {
  401: "Check APP_ID and PRIVATE_KEY (or GITHUB_PERSONAL_ACCESS_TOKEN), and this machine's clock",
  403: "Check that the App's permissions were accepted for this repository, in its installation settings",
  404: "Check that the repository exists and that the App is installed on it",
  409: "It changed in between; the next look will see it",
  422: "GitHub refused the content; this is a defect of SRE-Space, please report it with this message",
  429: "Wait; the rate limit passes by itself",
};

/** What Octokit threw, as a `GitHubError`; anything that is no answer of GitHub's is returned as it is. */
export function describeFailure(error: unknown, request: { method: string; url: string }): unknown {
  if (error instanceof GitHubError) return error;
  const where = `${request.method} ${request.url.replace(/^https?:\/\/[^/]+/, "").split("?")[0]}`;
  if (!(error instanceof RequestError)) {
    const timedOut = error instanceof Error && /^(AbortError|TimeoutError)$/.test(error.name);
    return timedOut ? unanswered(where, "no answer in time", error) : error;
  }
  if (!error.response) return unanswered(where, error.message, error);
  const limited = isRateLimit(error);
  const passing = error.status >= 500 || limited;
  const reset = Number(error.response.headers["x-ratelimit-reset"]);
  return new GitHubError({
    status: error.status,
    where,
    what: `${error.status} ${firstLine(error.message)}`,
    next: limited
      ? `The rate limit is used up${reset > 0 ? ` until ${new Date(reset * 1000).toISOString()}` : ""}; it passes by itself`
      : (NEXT[error.status] ?? (passing ? "It is tried again" : "See the message")),
    passing,
    cause: error,
  });
}

/** Primary and secondary limits both come as 403 or 429: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export function isRateLimit(error: unknown): boolean {
  if (!(error instanceof RequestError) || !error.response) return false;
  if (error.status === 429) return true;
  if (error.status !== 403) return false;
  const { headers } = error.response;
  return (
    headers["retry-after"] !== undefined ||
    headers["x-ratelimit-remaining"] === "0" ||
    /secondary rate/i.test(error.message)
  );
}

function unanswered(where: string, what: string, cause: unknown): GitHubError {
  const next = "Check the network and the GitHub address (GHE_HOST, if it is set); it is tried again";
  return new GitHubError({ status: 0, where, what, next, passing: true, cause });
}

const firstLine = (text: string) => text.split("\n")[0]!.slice(0, 300);
