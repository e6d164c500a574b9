import { GitHubError } from "./github-error.ts";
import { pace } from "./pace.ts";

const WAITS_MS = [500, 2000];

/**
 * Runs a step that looks first and then writes what is missing, again from its look, where GitHub was
 * passingly unwell. A write that was done but not answered is thus found and not done twice.
 */
export async function repeatFromTheLook<T>(step: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await step();
    } catch (error) {
      const wait = WAITS_MS[attempt];
      const unwell =
        error instanceof GitHubError && error.passing && error.status !== 403 && error.status !== 429;
      if (!unwell || wait === undefined) throw error;
      await pace.wait(wait);
    }
  }
}
