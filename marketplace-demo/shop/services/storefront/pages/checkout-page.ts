import { html } from "hono/html";
import { instalments } from "../../../packages/money/instalments.ts";
import { pounds } from "../../../packages/money/pounds.ts";
import type { Offer, Quote } from "../clients/quotes.ts";
import type { StorefrontSettings } from "../settings.ts";
import { calendarDay } from "./calendar-day.ts";
import { layout } from "./layout.ts";

type Checkout = { quote: Quote; offer: Offer; monthlyPlans: boolean; orderKey: string };

function planChoice({ annualPence }: Offer) {
  const { first, others } = instalments(annualPence);
  return html`<fieldset class="choice">
    <legend>How would you like to pay?</legend>
    <label class="option"
      ><input type="radio" name="plan" value="annual" checked /><span
        ><strong>${pounds(annualPence)}</strong> once a year</span
      ></label
    >
    <label class="option"
      ><input type="radio" name="plan" value="monthly" /><span
        ><strong>${pounds(others)}</strong> a month, ${pounds(first)} today</span
      ></label
    >
  </fieldset>`;
}

const whoYouAre = html`<div class="fields">
  <label>Your name <input name="name" required minlength="2" maxlength="120" autocomplete="name" /></label>
  <label>E-mail <input name="email" type="email" required autocomplete="email" /></label>
</div>`;

/** The last step before an offer is bought: what it is, who buys it, and how it is paid for. */
export function checkoutPage(settings: StorefrontSettings, checkout: Checkout) {
  const { quote, offer, orderKey } = checkout;
  const what = quote.risk.product === "motor" ? "Car" : "Home";
  return layout(
    settings,
    `Buy ${offer.name}`,
    html`<section class="wrap page split">
      <div>
        <p class="crumb"><a href="/quotes/${quote.id}">All offers of ${quote.id}</a></p>
        <h1>${quote.kind === "renewal" ? "Renew" : "Buy"} with ${offer.name}</h1>
        <form class="card" method="post" action="/policies">
          <input type="hidden" name="quoteId" value="${quote.id}" />
          <input type="hidden" name="carrier" value="${offer.carrier}" />
          <input type="hidden" name="orderKey" value="${orderKey}" />
          ${quote.kind === "new" ? whoYouAre : html`<p>We know you already: nothing to fill in.</p>`}
          ${checkout.monthlyPlans ? planChoice(offer) : ""}
          <div class="fields">
            <label
              >Card number
              <input name="card" inputmode="numeric" required pattern="[0-9 ]{12,23}" placeholder="4000 0000 0000 1234"
            /></label>
          </div>
          <button>Pay and get covered</button>
          <p class="small">This is a demonstration: any twelve digits do, and nothing is charged.</p>
        </form>
      </div>
      <aside class="card card-quiet summary">
        <h3>${what} insurance</h3>
        <dl>
          <div><dt>Carrier</dt><dd>${offer.name}</dd></div>
          <div><dt>For</dt><dd>${quote.risk.postcode}</dd></div>
          <div><dt>Cover from</dt><dd>${calendarDay(quote.coverStart)}</dd></div>
          <div><dt>Excess</dt><dd>${pounds(quote.risk.excess * 100)}</dd></div>
          <div class="total"><dt>A year</dt><dd>${pounds(offer.annualPence)}</dd></div>
        </dl>
      </aside>
    </section>`,
  );
}
