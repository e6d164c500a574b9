import { html } from "hono/html";
import type { Label } from "../state.ts";

/** A label in its own colour, black or white on it, whichever reads better (WCAG relative luminance). */
export function labelTag(label: Label) {
  const color = /^[\da-f]{6}$/i.test(label.color) ? label.color : "8b949e";
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const ink = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "1f2328" : "ffffff";
  return html`<span class="label" title="${label.description ?? ""}" style="background:#${color};color:#${ink}">${label.name}</span>`;
}
