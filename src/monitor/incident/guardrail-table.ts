import { html } from "hono/html";
import type { Verdict } from "../../contracts/verdict.ts";

/** Every rule's own answer, those that failed first. */
export function guardrailTable({ decision, rules }: Verdict) {
  const order = { fail: 0, pass: 1, "not applicable": 2 };
  return html`<section class="glass" aria-labelledby="guardrails"><h2 id="guardrails">Guardrails: ${decision}</h2>
  <div class="scroll" role="region" tabindex="0" aria-label="All rules"><table><thead><tr><th scope="col">Rule</th><th scope="col">Answer</th><th scope="col">Reason</th></tr></thead>
  <tbody>${rules.toSorted((a, b) => order[a.answer] - order[b.answer]).map((rule) => html`<tr data-answer="${rule.answer}"><th scope="row">${rule.rule}</th><td>${rule.answer}${rule.answer === "fail" && rule.ceiling ? html` <small>at most ${rule.ceiling}</small>` : ""}</td><td>${rule.reason}</td></tr>`)}</tbody></table></div></section>`;
}
