import { html } from "hono/html";
import { fullName } from "../render/repository.ts";
import type { Repository } from "../state.ts";
import { linkTo } from "./link-to.ts";
import type { Markup } from "./markup.ts";

export type Tab = "Code" | "Issues" | "Pull requests" | "Commits" | "Deployments";

/** One page, before the frame that all of them share. */
export type Page = {
  title: string;
  body: Markup;
  repository?: Repository;
  tab?: Tab;
  status?: 200 | 404 | 500;
};

/** The whole document. Script is there only for diagrams, which are shown as code without it. */
export async function frame({ title, body, repository, tab }: Page): Promise<string> {
  const main = String(await body);
  const diagrams = main.includes('<pre class="diagram">');
  const document = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/assets/page.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${diagrams ? html`<script defer src="/assets/mermaid.min.js"></script><script defer src="/assets/diagrams.js"></script>` : ""}
</head>
<body>
<header class="top"><p><a href="/">GitHub <span>on this machine</span></a>${
    repository
      ? html` <span class="soft">/</span> <a href="/${encodeURIComponent(repository.owner.login)}">${repository.owner.login}</a> <span class="soft">/</span> <a href="${linkTo.repository(repository)}"><b>${repository.name}</b></a>${repository.private ? html` <span class="tag">private</span>` : ""}`
      : ""
  }</p>${repository ? tabs(repository, tab) : ""}</header>
<main>`;
  return `${document}${main}</main>\n</body>\n</html>\n`;
}

function tabs(repository: Repository, current: Tab | undefined): Markup {
  const home = linkTo.repository(repository);
  const open = [...repository.issues.values()].filter((issue) => issue.state === "open");
  const pulls = open.filter((issue) => issue.pull).length;
  const all: [Tab, string, number][] = [
    ["Code", home, 0],
    ["Issues", `${home}/issues`, open.length - pulls],
    ["Pull requests", `${home}/pulls`, pulls],
    ["Commits", linkTo.commits(repository, repository.defaultBranch), 0],
    ["Deployments", `${home}/deployments`, 0],
  ];
  return html`<nav aria-label="${fullName(repository)}">${all.map(
    ([name, href, count]) =>
      html`<a href="${href}" ${name === current ? html`aria-current="page"` : ""}>${name}${count ? html` <span class="count">${count}</span>` : ""}</a>`,
  )}</nav>`;
}
