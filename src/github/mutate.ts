import type { Client } from "./create-client.ts";
import { GitHubError } from "./github-error.ts";

/** GraphQL answers 200 whatever it thinks; by these of its own words the status that REST would have given. */
const STATUS: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  UNPROCESSABLE: 422,
  STALE_DATA: 409,
  RATE_LIMITED: 429,
};

/**
 * Performs a GraphQL document, which may hold several mutations: they run in order, and one that is refused keeps none
 * after it from being done, so that whoever repeats it looks first.
 * https://docs.github.com/graphql/guides/forming-calls-with-graphql#about-mutations
 *
 * @throws GitHubError for the first field that was refused; passing where GitHub says nothing of why
 */
export async function mutate<T>(
  client: Client,
  document: string,
  variables: Record<string, unknown>,
): Promise<T> {
  try {
    return await client.graphql<T>(document, variables);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [first] = error.errors ?? [];
    const status = STATUS[first?.type ?? ""] ?? (first?.type ? 422 : 502);
    const passing = status === 429 || status >= 500;
    throw new GitHubError({
      status,
      where: `POST /graphql ${first?.path?.join(".") ?? ""}`.trim(),
      what: `${first?.type ?? "no reason given"}: ${(first?.message ?? error.message).split("\n")[0]?.slice(0, 300)}`,
      next: passing ? "It is tried again" : "The next look will see what stands there",
      passing,
      cause: error,
    });
  }
}

interface Refusal extends Error {
  errors?: { type?: string; message: string; path?: readonly (string | number)[] }[];
}

/** Octokit's GraphqlResponseError, whose package is none of ours. */
const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && error.name === "GraphqlResponseError";
