import { html } from "hono/html";
import { pounds } from "../../../packages/money/pounds.ts";
import type { Claim } from "../clients/claims.ts";
import type { StorefrontSettings } from "../settings.ts";
import { calendarDay } from "./calendar-day.ts";
import { kindWords, statusWords } from "./claim-words.ts";
import { layout } from "./layout.ts";

function standing(claim: Claim) {
  if (claim.status === "open") return html`<p>We are looking at it now. This page follows by itself.</p>`;
  if (claim.status === "settled") {
    return html`<p><strong>${pounds(claim.paidPence ?? 0)}</strong> is on its way to your account.</p>
      <p>${claim.reason}</p>`;
  }
  return html`<p>${claim.reason ?? "An adviser has looked at it."}</p>`;
}

/** A claim and how it stands. While it is open the page asks again every other second. */
export function claimPage(settings: StorefrontSettings, claim: Claim) {
  return layout(
    settings,
    `Claim ${claim.number}`,
    html`<section class="wrap page narrow">
      <p class="crumb">Claim <strong>${claim.number}</strong> on ${claim.policy}</p>
      <h1>${claim.kind ? (kindWords[claim.kind] ?? "Your claim") : "Your claim"}</h1>
      <div class="card">
        <p><span class="status status-${claim.status}">${statusWords[claim.status]}</span></p>
        ${standing(claim)}
        <div class="summary">
          <dl>
            <div><dt>Claimed</dt><dd>${pounds(claim.amountPence)}</dd></div>
            ${claim.lostOn ? html`<div><dt>It happened on</dt><dd>${calendarDay(claim.lostOn)}</dd></div>` : ""}
            <div><dt>Filed on</dt><dd>${calendarDay(claim.lodgedOn)}</dd></div>
          </dl>
        </div>
        ${claim.description ? html`<p class="said">${claim.description}</p>` : ""}
      </div>
    </section>`,
    claim.status === "open" ? html`<meta http-equiv="refresh" content="2" />` : undefined,
  );
}
