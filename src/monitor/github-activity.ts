import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import type { Outcome } from "../contracts/outcome.ts";
import { ago } from "./ago.ts";
import { repositoryUrl } from "./repository-url.ts";
import { webLink } from "./web-link.ts";

const MOST = 14;

interface Deed {
  at: string;
  kind: "issue" | "pull request" | "checks" | "merge" | "deployment";
  words: unknown;
}

/** What was done on GitHub, the latest first, as the incidents tell: they are kept in step by webhooks and a sweep. */
export function githubActivity(incidents: readonly Incident[], now: number) {
  const deeds = incidents
    .flatMap(deedsOf)
    // Of the same moment, what was done later stands above.
    .reverse()
    .sort((a, b) => b.at.localeCompare(a.at))
    .slice(0, MOST);
  if (deeds.length === 0) return html`<p class="empty">Nothing was written on GitHub yet.</p>`;
  return html`<ol class="deeds">${deeds.map(({ at, kind, words }) => html`<li data-kind="${kind}"><b>${kind}</b> <span>${words}</span> <small>${ago(at, now)} ago</small></li>`)}</ol>`;
}

function deedsOf(incident: Incident): Deed[] {
  const { issue, openedAt, closed, anomaly } = incident;
  const deeds: Deed[] = [];
  if (issue)
    deeds.push({
      at: issue.state === "closed" && closed ? closed.at : openedAt,
      kind: "issue",
      words: html`${webLink(issue.url, html`#${issue.number}`)} ${issue.state === "closed" ? "closed" : "opened"}: ${anomaly.summary}`,
    });
  for (const attempt of incident.attempts) {
    deeds.push(...done(incident, attempt.outcome, attempt.verdict?.at, attempt.title));
    if (attempt.rollback) deeds.push(...done(incident, attempt.rollback, attempt.at, "Taken back"));
  }
  const title =
    incident.plan?.kind === "planned" ? incident.plan.title : incident.rollback ? "Taking it back" : "";
  deeds.push(...done(incident, incident.outcome, incident.verdict?.at, title));
  return deeds;
}

function done(incident: Incident, outcome: Outcome, judgedAt: string | undefined, title: string): Deed[] {
  const { pullRequest, checks = [], merge, deployment } = outcome;
  const deeds: Deed[] = [];
  const at = judgedAt ?? incident.updatedAt;
  const home = repositoryUrl(incident);
  const commit = (sha: string) =>
    webLink(home && `${home}/commit/${sha}`, html`<code>${sha.slice(0, 7)}</code>`);
  if (pullRequest)
    deeds.push({
      at,
      kind: "pull request",
      words: html`${webLink(pullRequest.url, html`#${pullRequest.number}`)}${pullRequest.draft ? " (draft)" : ""} ${title}`,
    });
  if (pullRequest && checks.length > 0)
    deeds.push({
      at: merge?.at ?? at,
      kind: "checks",
      words: html`of #${pullRequest.number}: ${checks.slice(0, 6).map(({ name, state, url }, index) => html`${index > 0 ? ", " : ""}${webLink(url, name)} ${state}`)}`,
    });
  if (merge)
    deeds.push({
      at: merge.at,
      kind: "merge",
      words: html`${commit(merge.sha)}${pullRequest ? html` from #${pullRequest.number}` : ""}${merge.ours === false ? ", by a person" : ""} · ${revert(incident, outcome)}`,
    });
  if (deployment)
    deeds.push({
      at: deployment.at,
      kind: "deployment",
      words: html`${commit(deployment.sha)} ${deployment.state}${deployment.share === undefined ? "" : `, serving ${Math.round(deployment.share * 100)}%`}`,
    });
  return deeds;
}

/** Where it is taken back: by a word in the issue, or by the button of the pull request's page. */
function revert({ issue }: Incident, { pullRequest }: Outcome) {
  if (issue) return html`${webLink(issue.url, "revert")} by <code>/sre rollback</code>`;
  return pullRequest ? webLink(pullRequest.url, "revert") : "";
}
