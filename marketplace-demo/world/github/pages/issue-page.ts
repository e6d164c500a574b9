import { html } from "hono/html";
import type { Issue } from "../state.ts";
import { accountName } from "./account-name.ts";
import { conversation } from "./conversation.ts";
import type { Page } from "./frame.ts";
import { issueHead } from "./issue-head.ts";
import { moment } from "./moment.ts";
import type { View } from "./view.ts";

export async function issuePage(view: View, issue: Issue): Promise<Page> {
  const words = html`${accountName(issue.user)} opened this ${moment(issue.createdAt)}`;
  return {
    title: `${issue.title} · Issue #${issue.number} · ${view.repository.name}`,
    repository: view.repository,
    tab: "Issues",
    body: html`${issueHead(issue, words)}${await conversation(view, issue)}`,
  };
}
