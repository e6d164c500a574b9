import { html, raw } from "hono/html";
import { personDate } from "../git/objects.ts";
import { personName } from "./account-name.ts";
import { checkList } from "./check-list.ts";
import { checksOn } from "./checks-on.ts";
import { subject } from "./commit-row.ts";
import { deploymentState } from "./deployments-page.ts";
import { diffView } from "./diff-view.ts";
import type { Page } from "./frame.ts";
import { linkTo } from "./link-to.ts";
import { moment } from "./moment.ts";
import { linkReferences } from "./references.ts";
import { runOutput } from "./run-page.ts";
import type { View } from "./view.ts";

/** A commit: message, checks, deployments, and its diff with annotations at their lines. */
export async function commitPage(view: View, name: string): Promise<Page | null> {
  const { state, repository } = view;
  const { git } = repository;
  const sha = await git.resolve(name);
  const commit = sha && (await git.commit(sha));
  if (!commit) return null;
  const files = await git.diff(commit.parents[0] ?? null, commit.sha);
  const checks = checksOn(repository, commit.sha);
  const runs = checks.flatMap((check) => check.run ?? []);
  const deployments = [...repository.deployments.values()].filter((one) => one.sha === commit.sha);
  const body = commit.message.split("\n").slice(1).join("\n").trim();
  const linked = async (text: string) => raw(await linkReferences(`${html`${text}`}`, view));
  return {
    title: `${subject(commit)} · ${repository.name}@${commit.sha.slice(0, 7)}`,
    repository,
    tab: "Commits",
    body: html`<h1 class="issue-title">${await linked(subject(commit))}</h1>
${body === "" ? "" : html`<pre class="message">${await linked(body)}</pre>`}
<p class="about"><span>${personName(state, commit.author)} committed ${moment(personDate(commit.committer))}</span>
<span class="soft">${commit.parents.map((parent, index) => html`${index ? " + " : "parent "}<a href="${linkTo.commit(repository, parent)}"><code>${parent.slice(0, 7)}</code></a>`)}</span>
<code class="whole">${commit.sha}</code> <a href="${linkTo.tree(repository, commit.sha)}">Browse files</a></p>
${deployments.map((one) => html`<p>Deployed to <b>${one.environment}</b> ${deploymentState(one)} <span class="soft">${moment(one.createdAt)}</span></p>`)}
${checkList(checks)}
${await Promise.all(runs.filter((run) => run.output.summary || run.output.text).map((run) => runOutput(view, { ...run, output: { ...run.output, annotations: [] } })))}
${diffView(
  view,
  files,
  commit.sha,
  runs.flatMap((run) => run.output.annotations),
)}`,
  };
}
