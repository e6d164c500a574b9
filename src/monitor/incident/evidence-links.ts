import { html } from "hono/html";

/** What a statement rests on, each a jump to the item. */
export function evidenceLinks(ids: readonly string[]) {
  return ids.length === 0 ? "" : html` <small>${ids.map((id) => html`<a href="#${id}">${id}</a> `)}</small>`;
}
