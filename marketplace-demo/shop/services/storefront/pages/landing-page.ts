import { html } from "hono/html";
import type { StorefrontSettings } from "../settings.ts";
import { homeForm, motorForm, renewalForm } from "./compare-forms.ts";
import { layout } from "./layout.ts";

/** The first page: what we do, and the forms. */
export function landingPage(settings: StorefrontSettings) {
  return layout(
    settings,
    "Compare car and home insurance",
    html`<section class="hero">
        <div class="wrap">
          <h1>Six insurers.<br />One honest comparison.</h1>
          <p class="lead">
            Tell us once what you want covered. We price it with our whole panel on the spot and show you what each
            price is made of.
          </p>
        </div>
      </section>
      <section class="wrap forms" id="compare">${motorForm()} ${homeForm()}</section>
      <section class="wrap" id="renew">${renewalForm()}</section>
      <section class="wrap points">
        <div>
          <h3>Prices that hold</h3>
          <p>A quote is good for 14 days. No call-backs, no "from" prices.</p>
        </div>
        <div>
          <h3>Loyalty that pays</h3>
          <p>Every year without a claim counts, whichever of our carriers you were with.</p>
        </div>
        <div>
          <h3>People who pick up</h3>
          <p>Small claims are decided in a minute. Our desk in Leeds answers for all others.</p>
        </div>
      </section>`,
  );
}
