import { html } from "hono/html";
import type { Diagnosis } from "../../contracts/diagnosis.ts";
import { evidenceLinks } from "./evidence-links.ts";

/** A model's words, said to be such. */
export function secondOpinion({ secondOpinion: told, tokens }: Diagnosis) {
  if (!told) return "";
  const statements = [
    ...told.doubts.map((doubt) => ({ ...doubt, word: "doubts" })),
    ...told.claims.map((claim) => ({ ...claim, word: claim.favours ? "for" : "against" })),
  ];
  return html`<section class="glass" aria-labelledby="opinion"><h2 id="opinion">Second opinion</h2>
  <p>${told.note}</p>
  ${told.explanation === "" ? "" : html`<blockquote>${told.explanation}</blockquote>`}
  <ul class="plain">${statements.map((one) => html`<li>${one.word} ${one.suspect ? html`<code>${one.suspect.slice(0, 7)}</code>` : one.mechanism}: ${one.text}${evidenceLinks(one.evidence)}</li>`)}</ul>
  <p class="note">${tokens} tokens for this incident so far; ${told.usd === null ? "the model's price is not known" : html`${told.usd.toFixed(3)} USD for this answer`}; ${told.seconds.toFixed(1)} s.</p></section>`;
}
