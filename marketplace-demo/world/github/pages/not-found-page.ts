import { html } from "hono/html";
import type { Page } from "./frame.ts";

/** Says what was looked for; it is text, whatever the address holds. */
export function notFoundPage(path: string): Page {
  return {
    title: "Not found",
    status: 404,
    body: html`<h1>404</h1><p>There is nothing at <code>${path}</code> on this machine's GitHub.</p><p><a href="/">All repositories</a></p>`,
  };
}
