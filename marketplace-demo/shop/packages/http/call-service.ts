import type { ContentfulStatusCode } from "hono/utils/http-status";
import { z } from "zod";
import { Problem } from "./problem.ts";

const refusal = z.object({ error: z.string(), details: z.array(z.string()).default([]) });

/** Where a service is, and how long a caller may wait for it. */
export type Upstream = { name: string; url: string; timeoutMs: number };

/**
 * Calls another of our services and checks its answer.
 * @throws {Problem} what the service refused, with its own words and status; 502 when it failed or did not answer.
 */
export async function callService<Schema extends z.ZodType>(
  upstream: Upstream,
  path: string,
  schema: Schema,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<z.infer<Schema>> {
  const response = await send(upstream, path, body, headers);
  if (response.ok) return schema.parse(await response.json());
  if (response.status < 500) {
    const { error, details } = refusal.parse(await response.json());
    throw new Problem(response.status as ContentfulStatusCode, error, details);
  }
  await response.body?.cancel();
  throw new Problem(502, `${upstream.name} answered ${response.status}`);
}

async function send(
  upstream: Upstream,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  try {
    return await fetch(new URL(path, upstream.url), {
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json", accept: "application/json", ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(upstream.timeoutMs),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(502, `${upstream.name} did not answer: ${reason}`);
  }
}
