import { html } from "hono/html";
import type { Account, Issue, Reaction, Review } from "../state.ts";
import { accountName } from "./account-name.ts";
import { endings } from "./endings.ts";
import { linkTo } from "./link-to.ts";
import { markdown } from "./markdown.ts";
import type { Markup } from "./markup.ts";
import { moment } from "./moment.ts";
import { referredFrom } from "./referred-from.ts";
import type { View } from "./view.ts";

/** The body, then comments, reviews and what happened, in the order in which they came. */
export async function conversation(view: View, issue: Issue): Promise<Markup> {
  const { repository } = view;
  const own = [...repository.comments.values()].filter((comment) => comment.issue === issue);
  const items = [
    ...(await referredFrom(view, issue)),
    ...(await Promise.all(
      own.map(async (comment) => ({
        at: comment.createdAt,
        markup: await post(view, `issuecomment-${comment.id}`, comment, "commented"),
      })),
    )),
    ...(await Promise.all((issue.pull?.reviews ?? []).map((review) => reviewed(view, review)))),
    ...endings(repository, issue),
  ].sort((a, b) => a.at.localeCompare(b.at));
  const body = await post(view, `issue-${issue.id}`, { ...issue, body: issue.body ?? "" }, "opened this");
  return html`<div class="conversation">${body}${items.map((item) => item.markup)}</div>`;
}

type Post = {
  user: Account;
  body: string;
  createdAt: string;
  updatedAt?: string;
  reactions: readonly Reaction[];
};

async function post(view: View, id: string, { user, body, createdAt, reactions }: Post, did: string) {
  return html`<article class="box post" id="${id}"><h2><span class="grow">${accountName(user)} <span class="soft">${did}</span></span> <a class="soft" href="#${id}">${moment(createdAt)}</a></h2>
<div class="pad">${body.trim() === "" ? html`<p class="soft"><i>No description.</i></p>` : await markdown(body, view, { kind: "comment" })}${reacted(reactions)}</div></article>`;
}

const EMOJI: Record<Reaction["content"], string> = {
  "+1": "👍",
  "-1": "👎",
  laugh: "😄",
  confused: "😕",
  heart: "❤️",
  hooray: "🎉",
  rocket: "🚀",
  eyes: "👀",
};

function reacted(reactions: readonly Reaction[]): Markup {
  if (reactions.length === 0) return "";
  const byContent = Map.groupBy(reactions, (reaction) => reaction.content);
  return html`<p class="reactions">${[...byContent].map(
    ([content, all]) =>
      html`<span title="${all.map((one) => one.user.login).join(", ")}">${EMOJI[content]} ${all.length}</span> `,
  )}</p>`;
}

const REVIEWED = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "asked for changes in",
  COMMENTED: "reviewed",
  DISMISSED: "had a review dismissed of",
  PENDING: "is reviewing",
} as const;

async function reviewed(view: View, review: Review) {
  const { id, user, body, state, commitId, submittedAt } = review;
  const commit = html`<a href="${linkTo.commit(view.repository, commitId)}"><code>${commitId.slice(0, 7)}</code></a>`;
  return {
    at: submittedAt,
    markup: html`<div id="pullrequestreview-${id}"><p class="event" data-review="${state}">${accountName(user)} <b>${REVIEWED[state]}</b> ${commit} <span class="soft">${moment(submittedAt)}</span></p>${
      body.trim() === ""
        ? ""
        : html`<div class="box pad">${await markdown(body, view, { kind: "comment" })}</div>`
    }</div>`,
  };
}
