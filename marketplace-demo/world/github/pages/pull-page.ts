import { html } from "hono/html";
import type { DiffFile } from "../git/diff.ts";
import type { MergeableState } from "../git/mergeability.ts";
import { mergeability } from "../git/mergeability.ts";
import type { Commit } from "../git/objects.ts";
import type { Issue, Pull } from "../state.ts";
import { accountName } from "./account-name.ts";
import { checkList } from "./check-list.ts";
import { type Check, checksOn } from "./checks-on.ts";
import { commitRows } from "./commit-row.ts";
import { conversation } from "./conversation.ts";
import { diffView } from "./diff-view.ts";
import type { Page } from "./frame.ts";
import { issueHead } from "./issue-head.ts";
import { linkTo } from "./link-to.ts";
import type { Markup } from "./markup.ts";
import { moment } from "./moment.ts";
import { runOutput } from "./run-page.ts";
import type { View } from "./view.ts";

export type PullTab = "conversation" | "commits" | "checks" | "files";

/** A pull request, one of its four pages. */
export async function pullPage(view: View, issue: Issue & { pull: Pull }, tab: PullTab): Promise<Page> {
  const { repository } = view;
  const { git } = repository;
  const { pull } = issue;
  const from = (await git.mergeBase(pull.baseSha, pull.headSha)) ?? pull.baseSha;
  const files = await git.diff(from, pull.headSha);
  const names = await git.range(pull.headSha, from);
  const commits = (await Promise.all(names.toReversed().map((sha) => git.commit(sha)))).filter(
    (one) => one !== null,
  );
  const checks = checksOn(repository, pull.headSha);
  const did = pull.merged ? "merged" : "wants to merge";
  const who = pull.merged ? (pull.mergedBy ?? issue.user) : issue.user;
  const count = `${commits.length} ${commits.length === 1 ? "commit" : "commits"}`;
  const words = html`${accountName(who)} ${did} ${count} into <span class="ref">${pull.baseRef}</span> from <span class="ref">${pull.headRef}</span> ${moment(pull.mergedAt ?? issue.createdAt)}`;
  return {
    title: `${issue.title} · Pull request #${issue.number} · ${repository.name}`,
    repository,
    tab: "Pull requests",
    body: html`${issueHead(issue, words)}${tabs(linkTo.issue(repository, issue), tab, [commits.length, checks.length, files.length])}
${await content(view, issue, tab, { commits, checks, files })}`,
  };
}

function tabs(at: string, current: PullTab, [commits, checks, files]: [number, number, number]): Markup {
  const all: [PullTab, string, string][] = [
    ["conversation", "Conversation", ""],
    ["commits", "Commits", `${commits}`],
    ["checks", "Checks", `${checks}`],
    ["files", "Files changed", `${files}`],
  ];
  return html`<nav class="tabs" aria-label="This pull request">${all.map(
    ([tab, name, count]) =>
      html`<a href="${tab === "conversation" ? at : `${at}/${tab}`}" ${tab === current ? html`aria-current="page"` : ""}>${name}${count ? html` <span class="count">${count}</span>` : ""}</a>`,
  )}</nav>`;
}

type Content = { commits: Commit[]; checks: Check[]; files: DiffFile[] };

async function content(
  view: View,
  issue: Issue & { pull: Pull },
  tab: PullTab,
  { commits, checks, files }: Content,
): Promise<Markup> {
  switch (tab) {
    case "conversation":
      return html`${await conversation(view, issue)}
${issue.state === "open" ? await standing(view, issue) : ""}${checkList(checks)}
<section class="box"><h2>Commits</h2>${commitRows(view, commits)}</section>`;
    case "commits":
      return html`<section class="box">${commitRows(view, commits)}</section>`;
    case "checks":
      return html`${checkList(checks)}${await Promise.all(checks.map((check) => (check.run ? runOutput(view, check.run) : "")))}`;
    case "files":
      return diffView(
        view,
        files,
        issue.pull.headSha,
        checks.flatMap((check) => check.run?.output.annotations ?? []),
      );
  }
}

const STANDING: Record<MergeableState, string> = {
  clean: "This can be merged.",
  unstable: "This can be merged, though some checks have not succeeded.",
  blocked: "Merging is blocked: the branch asks for checks or reviews that are not there yet.",
  behind: "The base branch has moved on, and this branch must be brought up to date first.",
  dirty: "This conflicts with the base branch.",
  draft: "This is a draft.",
  unknown: "Whether this can be merged is not known yet.",
};

async function standing({ state, repository }: View, issue: Issue): Promise<Markup> {
  const { state: now } = await mergeability(state, repository, issue);
  return html`<p class="standing" data-state="${now}">${STANDING[now]}</p>`;
}
