import { html } from "hono/html";
import type { Incident } from "../../contracts/incident.ts";
import type { Outcome } from "../../contracts/outcome.ts";
import { clockTime } from "../../report/clock-time.ts";
import { duration } from "../../report/duration.ts";
import { repositoryUrl } from "../repository-url.ts";
import { percent } from "../view.ts";
import { webLink } from "../web-link.ts";

interface Step {
  at: string;
  words: unknown;
}

/** What happened when, from the onset on, deployments and other changes around it among them. */
export function timeline(incident: Incident) {
  const { anomaly } = incident;
  const start = Date.parse(anomaly.onset.at);
  const steps = stepsOf(incident).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return html`<section class="glass" aria-labelledby="timeline"><h2 id="timeline">Time line <small>UTC</small></h2>
  <ol class="timeline">${steps.map(({ at, words }) => {
    const after = Date.parse(at) - start;
    return html`<li><time datetime="${at}">${clockTime(at)}</time> <span>${words}</span> <small>${after < 0 ? `${duration(-after)} before` : after === 0 ? "" : `+ ${duration(after)}`}</small></li>`;
  })}</ol></section>`;
}

function stepsOf(incident: Incident): Step[] {
  const { anomaly, evidence, diagnosis, verdict, approvals, needsHuman, recovery, closed, issue } = incident;
  const steps: Step[] = (evidence?.items ?? []).flatMap((item) =>
    item.kind === "change" || item.kind === "deployment"
      ? [{ at: item.at, words: html`${item.text} <small>${item.id}</small>` }]
      : [],
  );
  steps.push({
    at: anomaly.onset.at,
    words: html`<b>It began</b>, give or take ${duration((Date.parse(anomaly.onset.latest) - Date.parse(anomaly.onset.earliest)) / 2)}`,
  });
  steps.push({
    at: anomaly.detectedAt,
    words: html`<b>Noticed</b>, from ${anomaly.source === "alert" ? "an alert" : "telemetry"}`,
  });
  if (issue)
    steps.push({
      at: incident.openedAt,
      words: html`${webLink(issue.url, html`Issue #${issue.number}`)} opened`,
    });
  for (const attempt of incident.attempts) {
    steps.push(...done(incident, attempt.outcome), { at: attempt.at, words: attempt.reason });
    if (attempt.rollback) steps.push(...done(incident, attempt.rollback));
  }
  if (diagnosis)
    steps.push({
      at: diagnosis.at,
      words: html`<b>${{ commit: "Cause found", none: "No commit did it", unknown: "No answer yet" }[diagnosis.decision]}</b>, ${percent(diagnosis.confidence)} for ${diagnosis.suspect ? html`<code>${diagnosis.suspect.slice(0, 7)}</code>` : "no commit"}`,
    });
  if (verdict) steps.push({ at: verdict.at, words: html`Guardrail said <b>${verdict.decision}</b>` });
  for (const { by, at, via } of approvals)
    steps.push({ at, words: html`${by} approved it, by ${via.replace("-", " ")}` });
  if (needsHuman)
    steps.push({ at: needsHuman.since, words: html`<b>A person was asked</b>: ${needsHuman.reason}` });
  steps.push(...done(incident, incident.outcome));
  if (recovery) steps.push({ at: recovery.at, words: html`${recovery.summary}` });
  if (closed)
    steps.push({
      at: closed.at,
      words: html`<b>${{ healed: "Healed", "recovered-unexplained": "Passed by itself", "resolved-by-person": "Resolved by a person", "same-cause": "Goes on in the incident of the same cause" }[closed.as]}</b>`,
    });
  return steps;
}

function done(
  incident: Incident,
  { redeploy, merge, deployment, retried, behind, stopped }: Outcome,
): Step[] {
  const home = repositoryUrl(incident);
  const commit = (sha: string) =>
    webLink(home && `${home}/commit/${sha}`, html`<code>${sha.slice(0, 7)}</code>`);
  const steps: Step[] = [];
  if (redeploy)
    steps.push({
      at: redeploy.at,
      words: html`${commit(redeploy.revision)} ${redeploy.refused === undefined ? "sent out again" : `not sent out again: ${redeploy.refused}`}`,
    });
  if (retried)
    steps.push({ at: retried.at, words: html`Checks were asked to run again: ${retried.checks.join(", ")}` });
  if (behind) steps.push({ at: behind.at, words: html`Made anew: ${behind.reason}` });
  if (merge) steps.push({ at: merge.at, words: html`<b>Merged</b> as ${commit(merge.sha)}` });
  if (deployment)
    steps.push({ at: deployment.at, words: html`${commit(deployment.sha)} deployed: ${deployment.state}` });
  if (stopped) steps.push({ at: stopped.at, words: html`Stopped: ${stopped.reason}` });
  return steps;
}
