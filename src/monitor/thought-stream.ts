import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import { Agent } from "../contracts/thought.ts";
import { thoughtLine } from "./thought-line.ts";

const MOST = 80;

export interface ThoughtFilter {
  agent?: string | undefined;
  incident?: string | undefined;
}

/** What the agents think, the latest first; filtered by the script where there is one, else by asking for the page anew. */
export function thoughtStream(incidents: readonly Incident[], filter: ThoughtFilter, only?: string) {
  const thoughts = incidents
    .flatMap(({ id, anomaly, thoughts }) =>
      thoughts.map((thought) => ({ incident: id, service: anomaly.service, thought })),
    )
    .filter(({ thought }) => !filter.agent || thought.agent === filter.agent)
    .filter(({ incident }) => !filter.incident || incident === filter.incident)
    .reverse()
    .sort((a, b) => b.thought.at.localeCompare(a.thought.at))
    .slice(0, MOST);
  return html`<section class="glass thoughts" aria-labelledby="thoughts-title">
  <h2 id="thoughts-title">Thoughts</h2>
  <form id="filter" method="get">
    <label>Agent <select name="agent"><option value="">all</option>${Agent.options.map((agent) => html`<option value="${agent}" ${filter.agent === agent ? html`selected` : ""}>${agent}</option>`)}</select></label>
    ${
      only
        ? ""
        : html`<label>Incident <select name="incident"><option value="">all</option>${incidents
            .slice(0, 20)
            .map(
              ({ id, anomaly }) =>
                html`<option value="${id}" ${filter.incident === id ? html`selected` : ""}>${anomaly.service} ${anomaly.onset.at.slice(11, 16)}</option>`,
            )}</select></label>`
    }
    <noscript><button>Show</button></noscript>
    <button type="button" id="pause" aria-pressed="false" hidden>Pause</button>
  </form>
  <div class="log" role="log" tabindex="0" aria-labelledby="thoughts-title"><ol id="thoughts">${thoughts.map(thoughtLine)}</ol></div>
  </section>`;
}
