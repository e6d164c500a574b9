import { RequestError } from "octokit";
import { isRateLimit } from "./describe-failure.ts";
import { pace } from "./pace.ts";

/** A wait that is longer than this is the loop's to plan, not a request's to sit through. */
const LONGEST_WAIT_MS = 60_000;
const MOST_WAITS = 2;

/**
 * Asks again after GitHub's own Retry-After (or the reset of the quota) where it refused for its rate
 * limits. A refused call did nothing, so that a write may be repeated too.
 */
export async function waitOutLimits<T>(ask: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof RequestError) || !isRateLimit(error)) throw error;
      const wait = waitOf(error);
      if (waits >= MOST_WAITS || wait > LONGEST_WAIT_MS) throw error;
      await pace.wait(wait);
    }
  }
}

function waitOf(error: RequestError): number {
  const headers = error.response?.headers ?? {};
  const after = Number(headers["retry-after"]);
  if (Number.isFinite(after) && after >= 0) return after * 1000;
  const reset = Number(headers["x-ratelimit-reset"]) * 1000;
  if (headers["x-ratelimit-remaining"] === "0" && reset > 0) return Math.max(1000, reset - Date.now() + 1000);
  return LONGEST_WAIT_MS;
}
