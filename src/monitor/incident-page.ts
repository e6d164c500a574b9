import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import { changeDiff } from "./incident/change-diff.ts";
import { charts } from "./incident/charts.ts";
import { evidenceList } from "./incident/evidence-list.ts";
import { guardrailTable } from "./incident/guardrail-table.ts";
import { hypotheses } from "./incident/hypotheses.ts";
import { outcomeSection } from "./incident/outcome.ts";
import { phases } from "./incident/phases.ts";
import { replay } from "./incident/replay.ts";
import { secondOpinion } from "./incident/second-opinion.ts";
import { timeline } from "./incident/timeline.ts";
import { traceWaterfalls } from "./incident/trace-waterfall.ts";
import { incidentCard } from "./incident-card.ts";
import { frame } from "./page.ts";
import { signedInAs } from "./signed-in-as.ts";
import { type ThoughtFilter, thoughtStream } from "./thought-stream.ts";

/** One incident, deeper than its card. The script asks for it anew when the incident moves. */
export function incidentPage(
  incident: Incident,
  now: number,
  lastEventId: number,
  filter: ThoughtFilter = {},
  login: string | null = null,
) {
  const { diagnosis, evidence, plan, verdict } = incident;
  return frame(
    `${incident.anomaly.service} · SRE-Space`,
    html`<header class="top"><div class="bar-top"><p class="brand glass"><a href="/monitor">SRE-Space <span>Orbital Monitor</span></a></p>${signedInAs(login)}</div>
    <h1 class="unseen">Incident of ${incident.anomaly.service}</h1></header>
  <main id="main" class="one">
    <div class="column">
      <section class="glass" aria-label="The incident"><h2 class="unseen">The incident</h2><div id="incidents" data-only="${incident.id}">${incidentCard(incident, now)}</div></section>
      <div id="deeper" class="column">
        ${diagnosis ? hypotheses(diagnosis) : ""}
        ${diagnosis ? secondOpinion(diagnosis) : ""}
        ${plan ? changeDiff(plan) : ""}
        ${verdict ? guardrailTable(verdict) : ""}
        ${evidence ? evidenceList(evidence) : ""}
      </div>
    </div>
    <div class="column">
      ${thoughtStream([incident], filter, incident.id)}
      <div id="deeper-still" class="column">
        ${phases(incident, now)}
        ${timeline(incident)}
        ${outcomeSection(incident)}
        ${evidence ? charts(evidence, incident.anomaly) : ""}
        ${evidence ? traceWaterfalls(evidence) : ""}
        ${replay(incident.id)}
      </div>
    </div>
  </main>`,
    { lastEventId, now },
  );
}
