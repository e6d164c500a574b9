import { html } from "hono/html";
import { fullName } from "../render/repository.ts";
import { commitRows } from "./commit-row.ts";
import type { Page } from "./frame.ts";
import { linkTo } from "./link-to.ts";
import { directory } from "./tree-page.ts";
import type { View } from "./view.ts";

const RECENT = 6;

/** What a repository holds: newest commits, files, README, branches. */
export async function repositoryPage(view: View): Promise<Page> {
  const { state, repository } = view;
  const { git, defaultBranch } = repository;
  const sha = await git.resolve(defaultBranch);
  const branches = await git.refs("refs/heads/");
  const page = { title: fullName(repository), repository, tab: "Code" as const };
  const clone = html`<p class="soft">Clone: <code>git clone ${state.webUrl}/${fullName(repository)}.git</code></p>`;
  if (!sha) return { ...page, body: html`<h1>${repository.name}</h1><p>Nothing was pushed yet.</p>${clone}` };
  const recent = (await git.range(sha)).slice(0, RECENT);
  const commits = (await Promise.all(recent.map((one) => git.commit(one)))).filter((one) => one !== null);
  return {
    ...page,
    body: html`<h1>${repository.name}</h1>
${repository.description ? html`<p>${repository.description}</p>` : ""}
<section class="box"><h2><span class="grow">Newest on <span class="ref">${defaultBranch}</span></span> <a href="${linkTo.commits(repository, defaultBranch)}">All commits</a></h2>${commitRows(view, commits)}</section>
${await directory(view, { ref: defaultBranch, sha, path: "" })}
<details class="box"><summary>${branches.length} ${branches.length === 1 ? "branch" : "branches"}</summary><ul>${branches.map(
      ({ name }) =>
        html`<li><a href="${linkTo.tree(repository, name.slice(11))}">${name.slice(11)}</a> <a class="soft" href="${linkTo.commits(repository, name.slice(11))}">commits</a></li>`,
    )}</ul></details>${clone}`,
  };
}
