import { html } from "hono/html";

export type BarColour = "good" | "bad" | "busy" | "grey";

/** A bar on a scale of its row's width. `from` and `length` are parts of it, 0 to 1. */
export function bar(from: number, length: number, colour: BarColour, mark?: number) {
  const x = within(from);
  return html`<svg class="bar" width="100%" height="12" aria-hidden="true" focusable="false"><rect class="floor" x="0" y="5" width="100%" height="2"/><rect class="${colour}" x="${percent(x)}" y="1" width="${percent(Math.max(0.006, Math.min(within(length), 1 - x)))}" height="10" rx="2"/>${
    mark === undefined
      ? ""
      : html`<rect class="mark" x="${percent(within(mark))}" y="0" width="2" height="12"/>`
  }</svg>`;
}

const within = (part: number) => (Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : 0);
const percent = (part: number) => `${(part * 100).toFixed(2)}%`;
