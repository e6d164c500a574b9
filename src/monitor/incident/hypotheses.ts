import { html } from "hono/html";
import type { Diagnosis, Hypothesis } from "../../contracts/diagnosis.ts";
import { percent } from "../view.ts";
import { webLink } from "../web-link.ts";
import { bar } from "./bar.ts";
import { evidenceLinks } from "./evidence-links.ts";

const MOST = 6;

/** The candidates with what speaks for and against each, and what would settle it. */
export function hypotheses(diagnosis: Diagnosis) {
  return html`<section class="glass" aria-labelledby="suspects"><h2 id="suspects">Suspects</h2>
  <ol class="hypotheses">${diagnosis.hypotheses.slice(0, MOST).map((one) => hypothesis(one, diagnosis))}</ol>
  ${diagnosis.hypotheses.length > MOST ? html`<p class="note">and ${diagnosis.hypotheses.length - MOST} less likely ones</p>` : ""}</section>
  ${
    diagnosis.wouldSettle.length > 0
      ? html`<section class="glass" aria-labelledby="settle"><h2 id="settle">What would settle it</h2><ul class="plain">${diagnosis.wouldSettle.map((text) => html`<li>${text}</li>`)}</ul></section>`
      : ""
  }`;
}

function hypothesis(
  { suspect, mechanism, probability, summary, reasons, commit }: Hypothesis,
  { suspect: named }: Diagnosis,
) {
  const why = (favours: boolean) => reasons.filter((reason) => reason.favours === favours);
  return html`<li class="card">
    <h3>${suspect ? html`${webLink(commit?.url, html`<code>${suspect.slice(0, 7)}</code>`)} ${commit?.subject ?? ""}` : html`No commit: ${mechanism}`}</h3>
    <div class="rows"><div><span>${percent(probability)}</span>${bar(0, probability, suspect === named ? "busy" : "grey")}</div></div>
    ${commit ? html`<p><small>${mechanism} · ${commit.author}${commit.line ? html` · <code>${commit.line.path}:${commit.line.line}</code>` : ""}</small></p>` : ""}
    <p>${summary}</p>
    <div class="for-and-against">${column("For", why(true))}${column("Against", why(false))}</div>
  </li>`;
}

function column(name: string, reasons: Hypothesis["reasons"]) {
  if (reasons.length === 0) return "";
  return html`<div data-favours="${String(name === "For")}"><h4>${name}</h4><ul>${reasons.map((reason) => html`<li>${reason.text}${evidenceLinks(reason.evidence)}</li>`)}</ul></div>`;
}
