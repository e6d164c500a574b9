import { html } from "hono/html";
import { type Commit, personDate } from "../git/objects.ts";
import { personName } from "./account-name.ts";
import { checksSign } from "./check-list.ts";
import { linkTo } from "./link-to.ts";
import type { Markup } from "./markup.ts";
import { ago } from "./moment.ts";
import type { View } from "./view.ts";

export const subject = (commit: Commit) => commit.message.split("\n", 1)[0]?.trim() || "(no message)";

/** Commits as a list: subject, author, checks, name. */
export function commitRows(view: View, commits: readonly Commit[]): Markup {
  const { state, repository } = view;
  return html`<ul class="rows">${commits.map((commit) => {
    const href = linkTo.commit(repository, commit.sha);
    return html`<li><div class="grow"><a class="title" href="${href}">${subject(commit)}</a>
<p class="soft">${personName(state, commit.author)} ${ago(personDate(commit.committer), state.now())} ${checksSign(view, commit.sha)}</p></div>
<a class="sha" href="${href}">${commit.sha.slice(0, 7)}</a></li>`;
  })}</ul>`;
}
