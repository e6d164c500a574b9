import type { Context } from "hono";
import { Problem } from "./problem.ts";

/** The body of a request, sent as JSON or by an HTML form. Fields that a form left empty are dropped. */
export async function readBody(c: Context): Promise<unknown> {
  const type = c.req.header("content-type") ?? "";
  if (type.startsWith("application/json")) {
    try {
      return await c.req.json();
    } catch {
      throw new Problem(400, "The body is not JSON.");
    }
  }
  const fields = await c.req.parseBody();
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
}
