import type { Pool } from "pg";
import { Problem } from "../../../packages/http/problem.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { findQuote } from "../store/find-quote.ts";

/** `GET /quotes/:id`: a stored quote with its offers. */
export function getQuoteRoute(pool: Pool): Route {
  return route("GET", "/quotes/:id", async function getQuote(c) {
    const id = c.req.param("id") ?? "";
    const quote = await findQuote(pool, id);
    if (!quote) throw new Problem(404, `We have no quote ${id}.`);
    return c.json(quote);
  });
}
