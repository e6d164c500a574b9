import { html } from "hono/html";
import type { Evidence, EvidenceItem } from "../../contracts/evidence.ts";
import { webLink } from "../web-link.ts";

/** The numbered facts, which everything else points at. */
export function evidenceList(evidence: Evidence) {
  if (evidence.items.length === 0) return "";
  return html`<section class="glass" aria-labelledby="evidence"><h2 id="evidence">Evidence</h2>
  <ol class="evidence">${evidence.items.map((item) => html`<li id="${item.id}"><b>${item.id}</b> <small>${item.kind}</small> <span>${item.text}${reference(item)}</span></li>`)}</ol></section>`;
}

/** Where an item can be looked up. A link of another kind than the web's is none. */
function reference({ reference: to }: EvidenceItem) {
  if (to?.url && /^https?:\/\//i.test(to.url)) return html` <small>${webLink(to.url, "source")}</small>`;
  return to?.traceId ? html` <small>trace ${to.traceId}</small>` : "";
}
