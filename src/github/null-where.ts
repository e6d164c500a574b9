import { GitHubError } from "./github-error.ts";

/** The answer, or null where GitHub answered with one of these statuses; other failures are thrown. */
export async function nullWhere<T>(answer: Promise<T>, ...statuses: number[]): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitHubError && statuses.includes(error.status)) return null;
    throw error;
  }
}
