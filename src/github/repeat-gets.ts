import { RequestError } from "octokit";
import { pace } from "./pace.ts";

/** GitHub's answers that stay what they are. */
const FOR_GOOD = [400, 401, 403, 404, 405, 409, 410, 422, 429, 451];
const MOST_RETRIES = 2;

/**
 * Asks again where GitHub failed or nobody answered, after one second and after four. As `@octokit/plugin-retry` does it, which
 * makes a Bottleneck for each request; see `SteadyLimiter` for what a clock that is set does to that.
 */
export async function repeatGets<T>(ask: () => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await ask();
    } catch (error) {
      const isPassing =
        error instanceof RequestError && error.status >= 400 && !FOR_GOOD.includes(error.status);
      if (!isPassing || retries >= MOST_RETRIES) throw error;
      await pace.wait((retries + 1) ** 2 * 1_000);
    }
  }
}
