import type { Context } from "hono";
import { Problem } from "../../packages/http/problem.ts";

/** The key under which a caller may safely ask again. Money never moves without one. */
export function idempotencyKey(c: Context): string {
  const key = c.req.header("idempotency-key") ?? "";
  if (!/^[\w:.-]{8,120}$/.test(key))
    throw new Problem(400, "An Idempotency-Key of 8 to 120 characters is needed.");
  return key;
}
