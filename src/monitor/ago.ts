import { html } from "hono/html";
import type { Instant } from "../contracts/instant.ts";
import { age } from "./view.ts";

/** How long since then; the page's script lets it grow. */
export function ago(from: Instant, now: number) {
  return html`<time data-age datetime="${from}">${age(from, now)}</time>`;
}
