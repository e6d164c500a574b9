import { html } from "hono/html";
import { pounds } from "../../../packages/money/pounds.ts";
import type { Claim } from "../clients/claims.ts";
import type { PolicyList } from "../clients/policies.ts";
import type { StorefrontSettings } from "../settings.ts";
import { calendarDay } from "./calendar-day.ts";
import { kindWords, statusWords } from "./claim-words.ts";
import { layout } from "./layout.ts";

function finder(customer: string) {
  return html`<form class="card card-quiet" method="get" action="/policies">
    <div class="fields fields-inline">
      <label
        >Customer number
        <input name="customer" required pattern="C-[0-9]{5,}" placeholder="C-10042" value="${customer}"
      /></label>
      <button>Show my policies</button>
    </div>
  </form>`;
}

function claimLink({ number, product, coverStart, coverEnd }: PolicyList["policies"][number], today: string) {
  if (today < coverStart || today >= coverEnd) return "";
  return html`<a href="/claims/new?${new URLSearchParams({ policy: number, product })}">File a claim</a>`;
}

function claimsTable(claims: Claim[]) {
  if (claims.length === 0) return "";
  return html`<h2 id="claims">My claims</h2>
    <table>
      <thead>
        <tr><th>Claim</th><th>Policy</th><th>What</th><th>Filed</th><th class="number">Claimed</th><th>Status</th></tr>
      </thead>
      <tbody>
        ${claims.map(
          (claim) => html`<tr>
            <td><a href="/claims/${claim.number}">${claim.number}</a></td>
            <td>${claim.policy}</td>
            <td>${claim.kind ? kindWords[claim.kind] : ""}</td>
            <td>${calendarDay(claim.lodgedOn)}</td>
            <td class="number">${pounds(claim.amountPence)}</td>
            <td><span class="status status-${claim.status}">${statusWords[claim.status]}</span></td>
          </tr>`,
        )}
      </tbody>
    </table>`;
}

/** A customer's policies and claims, or only the field that asks for the customer number. */
export function policiesPage(
  settings: StorefrontSettings,
  list?: PolicyList,
  bought?: string,
  claims?: Claim[],
) {
  const today = new Date().toISOString().slice(0, 10);
  return layout(
    settings,
    "My policies",
    html`<section class="wrap page">
      <h1>My policies</h1>
      ${bought ? html`<p class="notice">Thank you! Policy <strong>${bought}</strong> is yours.</p>` : ""}
      ${finder(list?.customer ?? "")}
      ${list && list.policies.length === 0 ? html`<p>There are no policies under ${list.customer}.</p>` : ""}
      ${
        list && list.policies.length > 0
          ? html`<table>
              <thead>
                <tr><th>Policy</th><th>Cover</th><th>Carrier</th><th>Period</th><th class="number">A year</th><th></th></tr>
              </thead>
              <tbody>
                ${list.policies.map(
                  (policy) => html`<tr class="${policy.coverEnd < today ? "past" : ""}">
                    <td>${policy.number}</td>
                    <td>${policy.product === "motor" ? "Car" : "Home"}</td>
                    <td>${policy.carrierName}</td>
                    <td>${calendarDay(policy.coverStart)} to ${calendarDay(policy.coverEnd)}</td>
                    <td class="number">${pounds(policy.annualPence)}</td>
                    <td>${claimLink(policy, today)}</td>
                  </tr>`,
                )}
              </tbody>
            </table>`
          : ""
      }
      ${claimsTable(claims ?? [])}
    </section>`,
  );
}
