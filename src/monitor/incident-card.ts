import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import { duration } from "../report/duration.ts";
import { seenBefore } from "../report/seen-before.ts";
import { ago } from "./ago.ts";
import { level, percent, type Stage, stageOf, stages, stateOf } from "./view.ts";
import { webLink } from "./web-link.ts";

/** One incident as it stands on the page; also what the stream sends when it has moved. */
export function incidentCard(incident: Incident, now: number) {
  const { anomaly, closed } = incident;
  const state = stateOf(incident);
  return html`<article class="card incident" id="incident-${incident.id}" data-state="${state}">
  <header>
    <h3><a href="/monitor/incidents/${incident.id}">${anomaly.service} <span>${anomaly.operation}</span></a></h3>
    <span class="pill">${state}</span>
  </header>
  <p class="summary">${anomaly.summary}</p>
  ${closed ? ending(incident) : underWay(incident, now)}
</article>`;
}

function underWay(incident: Incident, now: number) {
  const { anomaly, diagnosis, verdict, recovery } = incident;
  const stage = stageOf(incident);
  return html`${diagnosis?.seenBefore ? html`<p class="seen">${seenBefore(diagnosis)}</p>` : ""}
  <ol class="loop" aria-label="Step of the loop">
    ${stages.map((name) => html`<li ${name === stage ? html`aria-current="step"` : ""} data-done="${String(isDone(name, stage))}">${name}</li>`)}
  </ol>
  <dl class="facts">
    <div><dt>Now</dt><dd class="rate">${level(recovery?.measured?.value ?? anomaly.observed.value, recovery?.measured?.unit ?? anomaly.observed.unit)}</dd></div>
    <div><dt>Before</dt><dd>${anomaly.baseline ? level(anomaly.baseline.value, anomaly.baseline.unit) : "unknown"}</dd></div>
    <div><dt>Confidence</dt><dd>${diagnosis ? percent(diagnosis.confidence) : "–"}</dd></div>
    <div><dt>Verdict</dt><dd>${verdict?.decision ?? "–"}</dd></div>
    <div><dt>Since</dt><dd>${ago(anomaly.onset.at, now)}</dd></div>
    <div class="wide"><dt>Suspect</dt><dd>${diagnosis ? suspect(incident) : "not yet"}</dd></div>
    <div class="wide"><dt>Where</dt><dd>${where(incident)}</dd></div>
    <div class="wide"><dt>Cost</dt><dd>${cost(incident)}</dd></div>
  </dl>
  ${links(incident)}`;
}

function ending(incident: Incident) {
  const { anomaly, closed, diagnosis } = incident;
  const took = Date.parse(closed?.at ?? incident.updatedAt) - Date.parse(anomaly.onset.at);
  const words = {
    healed: "Healed after",
    "recovered-unexplained": "Passed by itself after",
    "resolved-by-person": "Resolved by a person after",
    "same-cause": "Goes on in the incident of the same cause, after",
  }[closed?.as ?? "healed"];
  return html`<p class="ending">${words} <b>${duration(took)}</b>${diagnosis ? html` · ${suspect(incident)}` : ""}</p>
  ${links(incident)}`;
}

function links({ issue, outcome, needsHuman }: Incident) {
  const { pullRequest } = outcome;
  if (!issue && !pullRequest && !needsHuman) return "";
  return html`<p class="links">
    ${issue ? webLink(issue.url, html`Issue #${issue.number}`) : ""}
    ${pullRequest ? webLink(pullRequest.url, html`Pull request #${pullRequest.number}`) : ""}
    ${needsHuman ? html`<strong>${needsHuman.reason}</strong>` : ""}
  </p>`;
}

function cost({ diagnosis, writes }: Incident): string {
  const usd = diagnosis?.secondOpinion?.usd;
  const tokens = diagnosis?.tokens ?? 0;
  const asked = tokens === 0 ? "no tokens" : `${tokens} tokens${usd ? `, ${usd.toFixed(3)} USD` : ""}`;
  return `${asked}, ${writes} ${writes === 1 ? "write" : "writes"}`;
}

function where({ anomaly, diagnosis, repository }: Incident) {
  const failing = diagnosis?.revisions.failing;
  return html`${repository}, ${anomaly.environment}${failing ? html`, revision <code>${failing.slice(0, 7)}</code>` : ""}${
    anomaly.blastRadius.length > 0 ? `; also hurts ${anomaly.blastRadius.slice(0, 6).join(", ")}` : ""
  }`;
}

function suspect(incident: Incident) {
  const { diagnosis } = incident;
  // All causes without a commit are one answer: the confidence is theirs together, and the likeliest may have little of it.
  const first = diagnosis?.hypotheses.find((one) => one.suspect === diagnosis.suspect);
  if (!first?.suspect) {
    const alone = first !== undefined && first.probability >= (diagnosis?.confidence ?? 1) / 2;
    return html`no commit${alone ? `: ${first.mechanism}` : ""}`;
  }
  return html`${webLink(first.commit?.url, html`<code>${first.suspect.slice(0, 7)}</code>`)} ${first.commit?.subject ?? ""}`;
}

function isDone(name: Stage, stage: ReturnType<typeof stageOf>): boolean {
  return stage === "closed" || stages.indexOf(name) < stages.indexOf(stage);
}
