import { html } from "hono/html";
import type { Issue } from "../state.ts";
import { accountName } from "./account-name.ts";
import { checksSign } from "./check-list.ts";
import type { Page } from "./frame.ts";
import { inlineTitle } from "./inline-title.ts";
import { stateDot } from "./issue-state.ts";
import { labelTag } from "./label-tag.ts";
import { linkTo } from "./link-to.ts";
import { ago } from "./moment.ts";
import type { View } from "./view.ts";

/** Issues or pull requests: what is open, then what is closed, newest first. */
export function issueList(view: View, kind: "issues" | "pulls"): Page {
  const { repository } = view;
  const own = [...repository.issues.values()]
    .filter((issue) => (issue.pull !== null) === (kind === "pulls"))
    .sort((a, b) => b.number - a.number);
  const open = own.filter((issue) => issue.state === "open");
  const closed = own.filter((issue) => issue.state === "closed");
  const name = kind === "issues" ? "Issues" : "Pull requests";
  const list = (title: string, issues: readonly Issue[]) =>
    html`<section class="box"><h2>${issues.length} ${title}</h2>${
      issues.length
        ? html`<ul class="rows">${issues.map((issue) => row(view, issue))}</ul>`
        : html`<p class="soft pad">None.</p>`
    }</section>`;
  return {
    title: `${name} · ${repository.name}`,
    repository,
    tab: name,
    body: html`<h1>${name}</h1>${list("open", open)}${closed.length ? list("closed", closed) : ""}`,
  };
}

function row(view: View, issue: Issue) {
  const { state, repository } = view;
  let comments = 0;
  for (const comment of repository.comments.values()) if (comment.issue === issue) comments += 1;
  return html`<li>${stateDot(issue)}<div class="grow"><a class="title" href="${linkTo.issue(repository, issue)}">${inlineTitle(issue.title)}</a> ${issue.labels.map((label) => labelTag(label))}
<p class="soft">#${issue.number} opened ${ago(issue.createdAt, state.now())} by ${accountName(issue.user)} ${issue.pull ? checksSign(view, issue.pull.headSha) : ""}${comments ? html` · ${comments} ${comments === 1 ? "comment" : "comments"}` : ""}</p></div></li>`;
}
