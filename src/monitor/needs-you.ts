import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import { ago } from "./ago.ts";
import { asksAPerson } from "./asks-a-person.ts";
import { webLink } from "./web-link.ts";

const MOST = 12;

/** What waits for a person, the longest wait first, each with where to answer. Nothing where nobody is needed. */
export function needsYou(incidents: readonly Incident[], now: number) {
  const asking = incidents
    .filter(asksAPerson)
    .map((incident) => ({ incident, since: sinceWhen(incident) }))
    .sort((a, b) => a.since.localeCompare(b.since));
  if (asking.length === 0) return "";
  return html`<section class="glass needs" aria-labelledby="needs-title"><h2 id="needs-title">Needs you now</h2>
  <ul>${asking.slice(0, MOST).map(
    ({ incident, since }) => html`<li>
      <p><a href="/monitor/incidents/${incident.id}"><b>${incident.anomaly.service}</b> ${incident.anomaly.operation}</a> ${reason(incident)}</p>
      <p class="where">${where(incident)} <span>waiting for ${ago(since, now)}</span></p></li>`,
  )}</ul>
  ${asking.length > MOST ? html`<p>and ${asking.length - MOST} more below</p>` : ""}</section>`;
}

const sinceWhen = ({ needsHuman, waiting, updatedAt }: Incident) =>
  needsHuman?.since ?? waiting?.since ?? updatedAt;

function reason({ needsHuman, verdict, held, outcome }: Incident): string {
  if (needsHuman) return needsHuman.reason;
  if (held) return `${held.by} holds it; it goes on when somebody approves.`;
  const failed = verdict?.rules.find((rule) => rule.answer === "fail");
  const what = outcome.pullRequest
    ? "A pull request waits for your approval"
    : "A plan waits for your approval";
  return failed ? `${what}: ${failed.reason}` : `${what}.`;
}

function where({ issue, outcome, needsHuman }: Incident) {
  const pullRequest = outcome.pullRequest;
  return html`${
    pullRequest && !outcome.merge
      ? webLink(pullRequest.url, html`Look at pull request #${pullRequest.number}`)
      : ""
  } ${issue ? webLink(issue.url, html`Answer in issue #${issue.number}`) : ""} ${
    issue ? html`<code>/sre ${needsHuman ? "retry" : "approve"}</code>` : ""
  }`;
}
