import { html } from "hono/html";

/** A link to where somebody else's text points. An address of another kind than the web's is none: the words stand alone. */
export function webLink(url: string | undefined, words: unknown) {
  return url !== undefined && /^https?:\/\//i.test(url)
    ? html`<a href="${url}" rel="noreferrer noopener">${words}</a>`
    : html`${words}`;
}
