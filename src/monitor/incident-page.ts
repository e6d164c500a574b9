import { html } from "hono/html";
import type { EvidenceItem } from "../contracts/evidence.ts";
import type { Incident } from "../contracts/incident.ts";
import { incidentCard } from "./incident-card.ts";
import { frame } from "./page.ts";
import { thoughtLine } from "./thought-line.ts";
import { percent } from "./view.ts";

/** One incident, deeper than its card. */
export function incidentPage(incident: Incident, now: number, lastEventId: number) {
  return frame(
    `${incident.anomaly.service} · SRE-Space`,
    html`<header class="top"><p class="brand"><a href="/monitor">SRE-Space <span>Orbital Monitor</span></a></p></header>
  <main class="one">
    <section>
      <div id="incidents" data-only="${incident.id}">${incidentCard(incident, now)}</div>
      ${hypotheses(incident)}
      ${secondOpinion(incident)}
      ${evidence(incident)}
      ${guardrails(incident)}
    </section>
    <section aria-labelledby="thoughts-title">
      <h2 id="thoughts-title">Thoughts</h2>
      <ol id="thoughts" role="log" tabindex="0" aria-labelledby="thoughts-title" data-only="${incident.id}">
        ${incident.thoughts
          .toReversed()
          .map((thought) =>
            thoughtLine({ incident: incident.id, service: incident.anomaly.service, thought }),
          )}
      </ol>
    </section>
  </main>`,
    lastEventId,
  );
}

function hypotheses({ diagnosis }: Incident) {
  if (!diagnosis) return "";
  return html`<h2>Suspects</h2>
  <ol class="hypotheses">${diagnosis.hypotheses.slice(0, 6).map(
    (hypothesis) => html`<li class="card">
    <p><b>${percent(hypothesis.probability)}</b> ${hypothesis.suspect ? html`<code>${hypothesis.suspect.slice(0, 7)}</code> ${hypothesis.commit?.subject ?? ""}` : hypothesis.mechanism}</p>
    <p>${hypothesis.summary}</p>
    <ul>${hypothesis.reasons.map((reason) => html`<li data-favours="${reason.favours}">${reason.text} <small>${reason.evidence.join(" ")}</small></li>`)}</ul>
  </li>`,
  )}</ol>
  ${diagnosis.wouldSettle.length > 0 ? html`<h2>What would settle it</h2><ul>${diagnosis.wouldSettle.map((text) => html`<li>${text}</li>`)}</ul>` : ""}`;
}

/** A model's words, said to be such. */
function secondOpinion({ diagnosis }: Incident) {
  const { secondOpinion: told, tokens } = diagnosis ?? {};
  if (!told) return "";
  const statements = [
    ...told.doubts.map((doubt) => ({ ...doubt, word: "doubts" })),
    ...told.claims.map((claim) => ({ ...claim, word: claim.favours ? "for" : "against" })),
  ];
  return html`<h2>Second opinion</h2>
  <p>${told.note}</p>
  ${told.explanation === "" ? "" : html`<blockquote>${told.explanation}</blockquote>`}
  <ul>${statements.map((one) => html`<li>${one.word} ${one.suspect ? html`<code>${one.suspect.slice(0, 7)}</code>` : one.mechanism}: ${one.text} <small>${one.evidence.join(" ")}</small></li>`)}</ul>
  <p><small>${tokens} tokens for this incident so far; ${told.usd === null ? "the model's price is not known" : html`${told.usd.toFixed(3)} USD for this answer`}; ${told.seconds.toFixed(1)} s.</small></p>`;
}

function evidence({ evidence }: Incident) {
  if (!evidence) return "";
  return html`<h2>Evidence</h2><ol class="evidence">${evidence.items.map((item) => html`<li><b>${item.id}</b> ${item.text}${reference(item)}</li>`)}</ol>`;
}

/** Where an item can be looked up. A link of another kind than the web's is none. */
function reference({ reference: to }: EvidenceItem) {
  if (to?.url && /^https?:\/\//i.test(to.url))
    return html` <small><a href="${to.url}" rel="noreferrer noopener">source</a></small>`;
  return to?.traceId ? html` <small>trace ${to.traceId}</small>` : "";
}

function guardrails({ verdict }: Incident) {
  if (!verdict) return "";
  return html`<h2>Guardrails: ${verdict.decision}</h2>
  <table><thead><tr><th scope="col">Rule</th><th scope="col">Answer</th><th scope="col">Reason</th></tr></thead>
  <tbody>${verdict.rules.map((rule) => html`<tr data-answer="${rule.answer}"><th scope="row">${rule.rule}</th><td>${rule.answer}</td><td>${rule.reason}</td></tr>`)}</tbody></table>`;
}
