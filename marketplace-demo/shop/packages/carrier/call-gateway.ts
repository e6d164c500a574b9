import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { Problem } from "../http/problem.ts";
import type { Gateway } from "./open-gateway.ts";
import { signRequest } from "./sign-request.ts";

const RETRIED = new Set([502, 503, 504]);
const PAUSE_MS = 60;

/**
 * Posts to Clearwater and checks the answer. What had no answer is tried again as often as the configuration says; give
 * an idempotency key where doing it twice would matter.
 * @throws {Problem} 502 when they did not answer, answered with a failure, or refused what we sent.
 */
export async function callGateway<Schema extends z.ZodType>(
  gateway: Gateway,
  path: string,
  schema: Schema,
  content: unknown,
  call: { timeoutMs: number; idempotencyKey?: string },
): Promise<z.infer<Schema>> {
  const body = JSON.stringify(content);
  for (let attempt = 0; ; attempt++) {
    const last = attempt >= gateway.config.retries;
    try {
      const response = await fetch(new URL(path, gateway.url), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(call.idempotencyKey ? { "idempotency-key": call.idempotencyKey } : {}),
          ...signRequest(gateway.key, path, body),
        },
        body,
        signal: AbortSignal.timeout(call.timeoutMs),
      });
      if (response.ok) return schema.parse(await response.json());
      const reason = (await response.text()).slice(0, 200);
      if (last || !RETRIED.has(response.status)) {
        throw new Problem(502, `Clearwater answered ${response.status}: ${reason}`);
      }
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (last) throw new Problem(502, `Clearwater did not answer: ${reasonOf(error)}`);
    }
    await sleep(PAUSE_MS);
  }
}

/** `fetch failed` says nothing; what it was caused by does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
