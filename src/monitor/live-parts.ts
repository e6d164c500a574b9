import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import { figuresPanel } from "./figures-panel.ts";
import { githubActivity } from "./github-activity.ts";
import { healthPanel } from "./health-panel.ts";
import { LOOKED_AT } from "./looked-at.ts";
import { needsYou } from "./needs-you.ts";
import { serviceStrip } from "./service-strip.ts";
import { stateSentence } from "./state-sentence.ts";
import type { MonitorSource } from "./view.ts";

/** Every so often all parts are sent again, for those who opened the page in between. */
const ALL_EVERY = 5;

/** The parts of the page that are made anew as time goes by, by the id of the element that holds them. */
export async function liveParts(source: MonitorSource, incidents: readonly Incident[]) {
  const now = source.now();
  return {
    "part-state": html`${stateSentence(source, incidents)}`,
    "part-needs": html`${needsYou(incidents, now)}`,
    "part-services": html`${serviceStrip(source)}`,
    "part-github": html`${githubActivity(incidents, now)}`,
    "part-health": await healthPanel(source, incidents),
    "part-figures": html`${figuresPanel(incidents, now)}`,
  };
}

/** Parts that have changed since they were last asked for, but for ages, which grow by themselves on the page. */
export function changedParts(source: MonitorSource): () => Promise<Record<string, string>> {
  let last = new Map<string, string>();
  let turn = 0;
  return async () => {
    if (turn++ % ALL_EVERY === 0) last = new Map();
    const parts: Record<string, string> = {};
    const all = await liveParts(source, await source.incidents(LOOKED_AT));
    for (const [id, part] of Object.entries(all)) {
      const markup = String(await part);
      const without = markup.replace(/(<time data-age [^>]*>)[^<]*/g, "$1");
      if (last.get(id) === without) continue;
      last.set(id, without);
      parts[id] = markup;
    }
    return parts;
  };
}
