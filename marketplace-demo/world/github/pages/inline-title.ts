import { html } from "hono/html";

/** A title as text, in which only `code` means something, as on github.com. */
export function inlineTitle(title: string) {
  const parts = title.split(/`([^`]+)`/);
  return html`${parts.map((part, index) => (index % 2 ? html`<code>${part}</code>` : part))}`;
}
