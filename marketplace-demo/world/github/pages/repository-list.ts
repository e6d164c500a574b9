import { html } from "hono/html";
import { fullName } from "../render/repository.ts";
import type { Repository, State } from "../state.ts";
import type { Page } from "./frame.ts";
import { linkTo } from "./link-to.ts";
import { ago } from "./moment.ts";

/** Every repository, or those of one owner, newest push first. */
export function repositoryList(state: State, owner: string | null): Page {
  const all = [...state.repositories.values()].filter(
    (one) => owner === null || one.owner.login.toLowerCase() === owner.toLowerCase(),
  );
  all.sort((a, b) => b.pushedAt.localeCompare(a.pushedAt));
  return {
    title: owner ?? "Repositories",
    body: html`<h1>${owner ?? "Repositories"}</h1>
${all.length === 0 ? html`<p class="soft">None yet.</p>` : html`<section class="box"><ul class="rows">${all.map((repository) => row(state, repository))}</ul></section>`}`,
  };
}

function row(state: State, repository: Repository) {
  const home = linkTo.repository(repository);
  const open = [...repository.issues.values()].filter((issue) => issue.state === "open");
  const pulls = open.filter((issue) => issue.pull).length;
  return html`<li><div class="grow"><a class="title" href="${home}">${fullName(repository)}</a>${repository.private ? html` <span class="tag">private</span>` : ""}
<p class="soft">${repository.description ?? ""} pushed ${ago(repository.pushedAt, state.now())}</p></div>
<p><a href="${home}/issues">${count(open.length - pulls, "open issue")}</a>, <a href="${home}/pulls">${count(pulls, "open pull request")}</a></p></li>`;
}

const count = (number: number, thing: string) => `${number} ${thing}${number === 1 ? "" : "s"}`;
