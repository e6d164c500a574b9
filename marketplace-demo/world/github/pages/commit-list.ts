import { html } from "hono/html";
import { commitRows } from "./commit-row.ts";
import type { Page } from "./frame.ts";
import { linkTo } from "./link-to.ts";
import type { Place } from "./split-ref.ts";
import type { View } from "./view.ts";

const PER_PAGE = 50;

/** The commits of a branch, newest first; with a path those that changed it. */
export async function commitList(view: View, { ref, sha, path }: Place, page: number): Promise<Page> {
  const { repository } = view;
  const { git } = repository;
  const all = await (path === "" ? git.range(sha) : git.revList([sha, "--", `:(literal)${path}`]));
  const shown = all.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const commits = (await Promise.all(shown.map((one) => git.commit(one)))).filter((one) => one !== null);
  const at = linkTo.commits(repository, path === "" ? ref : `${ref}/${path}`);
  return {
    title: `Commits · ${repository.name}`,
    repository,
    tab: "Commits",
    body: html`<h1>Commits</h1><p><span class="ref">${ref}</span>${path === "" ? "" : html` <span class="path">${path}</span>`} <span class="soft">${all.length} commits</span></p>
<section class="box">${commitRows(view, commits)}</section>
<p>${page > 1 ? html`<a href="${at}?page=${page - 1}">Newer</a> ` : ""}${all.length > page * PER_PAGE ? html`<a href="${at}?page=${page + 1}">Older</a>` : ""}</p>`,
  };
}
