import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import { seenBefore } from "../report/seen-before.ts";
import { age, level, percent, stageOf, stages, stateOf } from "./view.ts";

/** One incident as it stands on the page; also what the stream sends when it has moved. */
export function incidentCard(incident: Incident, now: number) {
  const { anomaly, diagnosis, verdict, outcome, recovery } = incident;
  const stage = stageOf(incident);
  const state = stateOf(incident);
  const until = incident.closed ? Date.parse(incident.closed.at) : now;
  const pullRequest = outcome.pullRequest;
  return html`<article class="card incident" id="incident-${incident.id}" data-state="${state}">
  <header>
    <h3><a href="/monitor/incidents/${incident.id}">${anomaly.service} <span>${anomaly.operation}</span></a></h3>
    <span class="pill">${state}</span>
  </header>
  <p class="summary">${anomaly.summary}</p>
  ${diagnosis?.seenBefore ? html`<p class="seen">${seenBefore(diagnosis)}</p>` : ""}
  <ol class="loop" aria-label="Step of the loop">
    ${stages.map((name) => html`<li ${name === stage ? html`aria-current="step"` : ""} data-done="${isDone(name, stage)}">${name}</li>`)}
  </ol>
  <dl>
    <div><dt>Now</dt><dd>${level(recovery?.measured?.value ?? anomaly.observed.value, recovery?.measured?.unit ?? anomaly.observed.unit)}</dd></div>
    <div><dt>Before</dt><dd>${anomaly.baseline ? level(anomaly.baseline.value, anomaly.baseline.unit) : "unknown"}</dd></div>
    <div><dt>Suspect</dt><dd>${diagnosis ? suspect(incident) : "not yet"}</dd></div>
    <div><dt>Confidence</dt><dd>${diagnosis ? percent(diagnosis.confidence) : "–"}</dd></div>
    <div><dt>Verdict</dt><dd>${verdict?.decision ?? "–"}</dd></div>
    <div><dt>${incident.closed ? "Took" : "Since"}</dt><dd>${age(anomaly.onset.at, until)}</dd></div>
  </dl>
  <p class="links">
    ${incident.issue ? html`<a href="${incident.issue.url}">Issue #${incident.issue.number}</a>` : ""}
    ${pullRequest ? html`<a href="${pullRequest.url}">Pull request #${pullRequest.number}</a>` : ""}
    ${incident.needsHuman ? html`<strong>${incident.needsHuman.reason}</strong>` : ""}
  </p>
</article>`;
}

function suspect(incident: Incident) {
  const { diagnosis } = incident;
  // All causes without a commit are one answer: the confidence is theirs together, and the likeliest may have little of it.
  const first = diagnosis?.hypotheses.find((one) => one.suspect === diagnosis.suspect);
  if (!first?.suspect) {
    const alone = first !== undefined && first.probability >= (diagnosis?.confidence ?? 1) / 2;
    return html`no commit${alone ? `: ${first.mechanism}` : ""}`;
  }
  return html`<a href="${first.commit?.url ?? "#"}"><code>${first.suspect.slice(0, 7)}</code></a> ${first.commit?.subject ?? ""}`;
}

function isDone(name: (typeof stages)[number], stage: ReturnType<typeof stageOf>): boolean {
  return stage === "closed" || stages.indexOf(name) < stages.indexOf(stage);
}
