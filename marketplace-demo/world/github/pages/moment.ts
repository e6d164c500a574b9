import { html } from "hono/html";

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

const ABSOLUTE = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZone: "UTC",
});

/** A moment to the second in UTC, as the reports write theirs, so that the two can be held side by side. */
export function moment(at: string) {
  return html`<time datetime="${at}">${ABSOLUTE.format(new Date(at))} UTC</time>`;
}

/** A moment as its distance from now, for lists. */
export function ago(at: string, now: number) {
  return html`<time datetime="${at}" title="${ABSOLUTE.format(new Date(at))} UTC">${distance(at, now)}</time>`;
}

function distance(at: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(at)) / 1000);
  for (const [unit, length] of UNITS) {
    const count = Math.floor(seconds / length);
    if (count > 0) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return seconds < 10 ? "just now" : `${Math.floor(seconds)} seconds ago`;
}
