import { html } from "hono/html";
import { instalments } from "../../../packages/money/instalments.ts";
import { pounds } from "../../../packages/money/pounds.ts";
import type { Offer, Quote } from "../clients/quotes.ts";
import type { StorefrontSettings } from "../settings.ts";
import { calendarDay } from "./calendar-day.ts";
import { layout } from "./layout.ts";

function priceMade(offer: Offer) {
  if (offer.breakdown.length === 0) return html`<small>Priced for you by ${offer.name} a moment ago.</small>`;
  return html`<details>
    <summary>How this price is made</summary>
    <ul class="factors">
      ${offer.breakdown.map(({ name, multiplier }) => html`<li><span>${name}</span><span>× ${multiplier.toFixed(2)}</span></li>`)}
    </ul>
  </details>`;
}

function offerCard(quote: Quote, offer: Offer, cheapest: boolean) {
  const monthly = instalments(offer.annualPence);
  return html`<article class="offer ${cheapest ? "offer-best" : ""}">
    <div class="offer-who">
      ${cheapest ? html`<span class="badge">Lowest price</span>` : ""}
      <h3>${offer.name}</h3>
      <p>${offer.strapline}</p>
      ${priceMade(offer)}
    </div>
    <div class="offer-price">
      <strong>${pounds(offer.annualPence)}</strong> <span>a year</span>
      <small>or ${pounds(monthly.first)}, then ${pounds(monthly.others)} a month</small>
    </div>
    <a class="button" href="/quotes/${quote.id}/checkout?carrier=${offer.carrier}"
      >${quote.kind === "renewal" ? "Renew" : "Choose"} ${offer.name}</a
    >
  </article>`;
}

/** The comparison: every offer of a quote, each with what its price is made of and a way to buy it. */
export function quotePage(settings: StorefrontSettings, quote: Quote) {
  const what = quote.risk.product === "motor" ? "car" : "home";
  return layout(
    settings,
    `Quote ${quote.id}`,
    html`<section class="wrap page">
      <h1>Your ${what} insurance${quote.kind === "renewal" ? " renewal" : ""}</h1>
      <p class="lead">
        ${quote.offers.length} offers for <strong>${quote.risk.postcode}</strong>, cover from
        ${calendarDay(quote.coverStart)}, excess ${pounds(quote.risk.excess * 100)}.
        ${quote.previousPolicy ? html`Renews ${quote.previousPolicy}.` : ""}
      </p>
      <p class="meta">
        Quote <a href="/quotes/${quote.id}">${quote.id}</a>, good until ${calendarDay(quote.validUntil)}
      </p>
      ${quote.offers.map((offer, index) => offerCard(quote, offer, index === 0))}
    </section>`,
  );
}
