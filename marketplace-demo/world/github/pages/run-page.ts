import { html } from "hono/html";
import type { CheckRun } from "../state.ts";
import { annotationNote } from "./annotation-note.ts";
import { checkSign } from "./check-list.ts";
import type { Page } from "./frame.ts";
import { linkTo } from "./link-to.ts";
import { markdown } from "./markdown.ts";
import type { Markup } from "./markup.ts";
import { moment } from "./moment.ts";
import type { View } from "./view.ts";

/** A check run's output on a page of its own. */
export async function runPage(view: View, run: CheckRun): Promise<Page> {
  const { repository } = view;
  const commit = await repository.git.commit(run.headSha);
  const pulls = [...repository.issues.values()].filter((issue) => issue.pull?.headSha === run.headSha);
  return {
    title: `${run.name} · ${repository.name}`,
    repository,
    tab: "Commits",
    body: html`<h1>${run.name}</h1>
<p class="about">On <a href="${linkTo.commit(repository, run.headSha)}"><code>${run.headSha.slice(0, 7)}</code> ${commit?.message.split("\n", 1)[0] ?? ""}</a>${pulls.map(
      (issue) => html` <a href="${linkTo.issue(repository, issue)}">#${issue.number}</a>`,
    )}</p>${await runOutput(view, run)}`,
  };
}

/** Title, summary, text, annotations and buttons of a check run. */
export async function runOutput(view: View, run: CheckRun): Promise<Markup> {
  const { output, startedAt, completedAt, actions } = run;
  const answer = run.conclusion ?? run.status;
  const text = async (part: string | null) => (part ? await markdown(part, view, { kind: "comment" }) : "");
  const details = /^https?:\/\//i.test(run.detailsUrl ?? "") ? run.detailsUrl : null;
  return html`<section class="box" id="run-${run.id}"><h2>${checkSign(answer)} <span class="grow"><a href="${linkTo.run(view.repository, run)}">${run.name}</a> <span class="soft">${answer.replaceAll("_", " ")}, by ${run.app.name}</span></span> <span class="soft">${moment(completedAt ?? startedAt)}${duration(run)}</span></h2>
<div class="pad">${output.title ? html`<h3>${output.title}</h3>` : ""}${await text(output.summary)}${await text(output.text)}
${output.annotations.map((one) => annotationNote(view.repository, run.headSha, one))}
${actions.length ? html`<p class="soft">Offers: ${actions.map((action) => html`<span class="tag" title="${action.description}">${action.label}</span> `)}</p>` : ""}
${details ? html`<p><a href="${details}" rel="nofollow noopener noreferrer">Details</a></p>` : ""}</div></section>`;
}

function duration({ startedAt, completedAt }: CheckRun): string {
  if (completedAt === null) return "";
  return `, took ${Math.max(0, Math.round((Date.parse(completedAt) - Date.parse(startedAt)) / 1000))} s`;
}
