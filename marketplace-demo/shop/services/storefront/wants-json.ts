import type { Context } from "hono";

/** Whether the caller is a program: browsers ask for `text/html` first. */
export function wantsJson(c: Context): boolean {
  const accept = c.req.header("accept") ?? "";
  return accept.includes("application/json") && !accept.includes("text/html");
}
