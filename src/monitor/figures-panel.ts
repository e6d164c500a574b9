import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import { duration } from "../report/duration.ts";
import { LOOKED_AT } from "./looked-at.ts";
import { DAYS, type LoopFigures, loopFigures, type Mean } from "./loop-figures.ts";
import { percent } from "./view.ts";

const HEIGHT = 44;

/** Mean times and the change-failure rate of the last days, and how many incidents each day had. */
export function figuresPanel(incidents: readonly Incident[], now: number) {
  const figures = loopFigures(incidents, now);
  return html`<dl class="figures">
    ${time("detect", figures.detect)}${time("diagnose", figures.diagnose)}${time("merge", figures.merge)}${time("heal", figures.heal)}
    <div><dt>change failures</dt> <dd>${figures.merges === 0 ? "–" : percent(figures.failedMerges / figures.merges)}</dd> <dd><small>${figures.failedMerges} of ${figures.merges} ${figures.merges === 1 ? "merge" : "merges"}</small></dd></div>
    <div><dt>healed here</dt> <dd>${figures.healed}</dd> <dd><small>of ${figures.incidents} incidents</small></dd></div>
  </dl>
  ${figures.incidents > 0 ? perDay(figures) : ""}
  <p class="note">Means of ${incidents.length < LOOKED_AT ? `the last ${DAYS} days` : `the newest ${LOOKED_AT} incidents, at most ${DAYS} days back`}, from the onset; UTC.</p>`;
}

const time = (name: string, mean: Mean | null) =>
  html`<div><dt>to ${name}</dt> <dd>${mean === null ? "–" : duration(mean.ms)}</dd> <dd><small>${mean === null ? "none yet" : `of ${mean.of}`}</small></dd></div>`;

function perDay({ days }: LoopFigures) {
  const most = Math.max(1, ...days.map(({ healed, other }) => healed + other));
  const width = 100 / days.length;
  return html`<svg class="chart days" role="img" viewBox="0 0 100 ${HEIGHT + 8}" preserveAspectRatio="none" aria-label="Incidents a day: ${days.map(({ day, healed, other }) => `${day} ${healed + other}`).join(", ")}">
  ${days.map(({ healed, other }, index) => {
    const x = (index * width + 1).toFixed(2);
    const good = (healed / most) * HEIGHT;
    const bad = (other / most) * HEIGHT;
    return html`<rect class="floor" x="${x}" y="${HEIGHT + 4}" width="${(width - 2).toFixed(2)}" height="2"/><rect class="good" x="${x}" y="${(HEIGHT + 4 - good).toFixed(1)}" width="${(width - 2).toFixed(2)}" height="${good.toFixed(1)}"/><rect class="busy" x="${x}" y="${(HEIGHT + 4 - good - bad).toFixed(1)}" width="${(width - 2).toFixed(2)}" height="${bad.toFixed(1)}"/>`;
  })}</svg>`;
}
