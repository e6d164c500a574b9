import { html } from "hono/html";
import type { Incident } from "../../contracts/incident.ts";
import { attemptWords } from "../../report/attempts-words.ts";
import { shareWords } from "../../report/share-words.ts";
import { repositoryUrl } from "../repository-url.ts";
import { level } from "../view.ts";
import { webLink } from "../web-link.ts";

/** How far what was done has come, and what came of it. */
export function outcomeSection(incident: Incident) {
  const { outcome, recovery, attempts } = incident;
  const { branch, pullRequest, checks = [], merge, deployment } = outcome;
  const home = repositoryUrl(incident);
  const commit = (sha: string) =>
    webLink(home && `${home}/commit/${sha}`, html`<code>${sha.slice(0, 7)}</code>`);
  if (!branch && !recovery && attempts.length === 0) return "";
  return html`<section class="glass" aria-labelledby="outcome"><h2 id="outcome">Outcome</h2>
  ${attempts.map((attempt) => html`<p>${attemptWords({ ...attempt, rollback: null })} ${attempt.reason}</p>`)}
  <dl class="pairs">
    ${branch ? html`<div><dt>Branch</dt><dd><code>${branch.name}</code>${branch.deleted ? ", deleted" : ""}</dd></div>` : ""}
    ${pullRequest ? html`<div><dt>Pull request</dt><dd>${webLink(pullRequest.url, html`#${pullRequest.number}`)}${pullRequest.draft ? ", a draft" : ""}</dd></div>` : ""}
    ${checks.length > 0 ? html`<div><dt>Checks</dt><dd>${checks.map(({ name, state, url }, index) => html`${index > 0 ? ", " : ""}${webLink(url, name)} ${state}`)}</dd></div>` : ""}
    ${merge ? html`<div><dt>Merge</dt><dd>${commit(merge.sha)}${merge.ours === false ? ", by a person" : ""}; to take it back: ${incident.issue ? html`<code>/sre rollback</code> in ${webLink(incident.issue.url, html`#${incident.issue.number}`)}` : "the pull request's button"}</dd></div>` : ""}
    ${deployment ? html`<div><dt>Deployment</dt><dd>${commit(deployment.sha)} ${deployment.state}${shareWords(outcome) ? `; ${shareWords(outcome)}` : ""}</dd></div>` : ""}
    ${recovery ? html`<div><dt>Recovery</dt><dd>${recovery.state}${recovery.measured ? html`, ${level(recovery.measured.value, recovery.measured.unit)} of ${recovery.measured.samples}` : ""}. ${recovery.summary}</dd></div>` : ""}
  </dl></section>`;
}
