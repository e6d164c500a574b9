import { html } from "hono/html";
import { pounds } from "../../../packages/money/pounds.ts";
import type { PolicyList } from "../clients/policies.ts";
import type { StorefrontSettings } from "../settings.ts";
import { calendarDay } from "./calendar-day.ts";
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

/** A customer's policies, or only the field that asks for the customer number. */
export function policiesPage(settings: StorefrontSettings, list?: PolicyList, bought?: string) {
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
                <tr><th>Policy</th><th>Cover</th><th>Carrier</th><th>Period</th><th class="number">A year</th></tr>
              </thead>
              <tbody>
                ${list.policies.map(
                  (policy) => html`<tr class="${policy.coverEnd < today ? "past" : ""}">
                    <td>${policy.number}</td>
                    <td>${policy.product === "motor" ? "Car" : "Home"}</td>
                    <td>${policy.carrierName}</td>
                    <td>${calendarDay(policy.coverStart)} to ${calendarDay(policy.coverEnd)}</td>
                    <td class="number">${pounds(policy.annualPence)}</td>
                  </tr>`,
                )}
              </tbody>
            </table>`
          : ""
      }
    </section>`,
  );
}
