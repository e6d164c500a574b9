import { html } from "hono/html";
import type { ErrorBody } from "../../../packages/http/create-app.ts";
import type { StorefrontSettings } from "../settings.ts";
import { layout } from "./layout.ts";

/** What went wrong, in words a customer can act on. */
export function errorPage(settings: StorefrontSettings, status: number, body: ErrorBody) {
  return layout(
    settings,
    "Sorry",
    html`<section class="wrap page">
      <h1>${status >= 500 ? "Sorry, that did not work" : "Let's look at that again"}</h1>
      <p class="lead">${body.error}</p>
      ${body.details ? html`<ul>${body.details.map((detail) => html`<li>${detail}</li>`)}</ul>` : ""}
      <p>You can <a href="/">start again</a>, or call us on ${settings.support_phone}.</p>
    </section>`,
  );
}
