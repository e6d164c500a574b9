import { Octokit, RequestError } from "octokit";
import { MergesStopped } from "../contracts/merges-stopped.ts";
import type { Settings } from "../contracts/settings.ts";
import { cacheGets } from "./cache-gets.ts";
import { describeFailure } from "./describe-failure.ts";
import { repeatGets } from "./repeat-gets.ts";
import { SteadyLimiter } from "./steady-limiter.ts";
import { traceRequest } from "./trace-request.ts";
import { waitOutLimits } from "./wait-out-limits.ts";
import { writeCount } from "./write-count.ts";

export type Client = Octokit;

/** GitHub itself gives up on a request after 10 s; the rest is for the network. */
const TIMEOUT_MS = 30_000;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * One Octokit: its writes spaced as github.com asks for, every request with an end, GETs cached, failures
 * told as `GitHubError`. Only GETs are repeated after a 5xx: a write that was not answered may have been
 * done, and is looked for before it is done again (see `repeatFromTheLook`).
 */
export function createClient(
  settings: Pick<Settings, "githubApiUrl" | "githubThrottle">,
  identity: {
    /** Clients of the same id share github.com's limits, hence the spacing of their writes. */
    throttleId: string;
    auth: unknown;
    authStrategy?: unknown;
    /** Asked at the last hop, when a merge has waited for its turn and is about to go out; throws `MergesStopped`. */
    mayMerge?: () => Promise<void>;
    /** Is told what each answer says, of limits above all. */
    heard?: (headers: Headers) => void;
  },
): Client {
  const client = new Octokit({
    baseUrl: settings.githubApiUrl.replace(/\/+$/, ""),
    userAgent: "sre-space",
    auth: identity.auth,
    ...(identity.authStrategy ? { authStrategy: identity.authStrategy } : {}),
    log: silent,
    // `repeatGets` does it.
    retry: { enabled: false },
    throttle: {
      // It names Bottleneck itself, and asks no more of it than this does.
      Bottleneck: SteadyLimiter as never,
      enabled: settings.githubThrottle,
      id: identity.throttleId,
      // `waitOutLimits` does it, with and without the spacing.
      onRateLimit: () => false,
      onSecondaryRateLimit: () => false,
    },
    request: {
      async fetch(url: string, init: RequestInit) {
        if (identity.mayMerge && merges(url, init)) await identity.mayMerge();
        const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
        identity.heard?.(answer.headers);
        return answer;
      },
    },
  });
  const cached = cacheGets();
  client.hook.wrap("request", async (request, options) => {
    const { method, url } = client.request.endpoint(options);
    writeCount.note(method, url, (options as { query?: unknown }).query);
    try {
      return await traceRequest(method, options.url, () => send(method, url));
    } catch (error) {
      // Octokit takes whatever its fetch throws for a network that failed.
      if (error instanceof Error && error.cause instanceof MergesStopped) throw error.cause;
      throw describeFailure(error, { method, url });
    }

    async function send(method: string, url: string): Promise<Awaited<ReturnType<typeof request>>> {
      if (method !== "GET") return waitOutLimits(async () => answered(await request(options), options));
      const answer = cached(url, (headers) => {
        // The hooks inside this one are given `options` itself, whatever is passed on here.
        options.headers = { ...options.headers, ...headers };
        return repeatGets(() => waitOutLimits(async () => await request(options)));
      });
      return (await answer) as Awaited<ReturnType<typeof request>>;
    }
  });
  return client;
}

/** GraphQL tells with a 200 that GitHub failed. */
function answered<T>(response: T, request: unknown): T {
  const { data } = response as { data?: { errors?: { message?: string }[] } };
  const message = data?.errors?.[0]?.message ?? "";
  if (!/Something went wrong while executing your query/.test(message)) return response;
  throw new RequestError(message, 500, { request: request as never, response: response as never });
}

/** Whether a request would change what runs: by merging, at once or through auto-merge or a queue, or by a deployment. */
function merges(url: string, { method, body }: RequestInit): boolean {
  if (method === "PUT" && /\/pulls\/\d+\/merge$/.test(url)) return true;
  if (method !== "POST") return false;
  if (/\/merges$|\/deployments$|\/dispatches$/.test(url)) return true;
  return (
    /\/graphql$/.test(url) &&
    /enqueuePullRequest|enablePullRequestAutoMerge|mergePullRequest/.test(String(body))
  );
}
