import { html } from "hono/html";
import type { Issue } from "../state.ts";
import { inlineTitle } from "./inline-title.ts";
import { stateBadge } from "./issue-state.ts";
import { labelTag } from "./label-tag.ts";
import type { Markup } from "./markup.ts";

/** Title, number, state, labels: the top of an issue and of a pull request. */
export function issueHead(issue: Issue, words: Markup) {
  return html`<h1 class="issue-title">${inlineTitle(issue.title)} <span class="soft">#${issue.number}</span></h1>
<p class="about">${stateBadge(issue)} <span>${words}</span></p>
${issue.labels.length || issue.assignees.length ? html`<p class="labels">${issue.labels.map((label) => labelTag(label))}${issue.assignees.length ? html` <span class="soft">assigned to ${issue.assignees.map((one) => one.login).join(", ")}</span>` : ""}</p>` : ""}`;
}
