import { z } from "zod";
import { atLeast, roleIn } from "../auth/role-in.ts";
import { forbidden, invalidField, notFound } from "../http/errors.ts";
import {
  type Answer,
  type Call,
  empty,
  json,
  list,
  needs,
  type Operation,
  operation,
} from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderFullIssue, renderIssue, renderLabel } from "../render/issue.ts";
import { renderPull } from "../render/pull.ts";
import { renderUser } from "../render/user.ts";
import type { Account, Issue, Label } from "../state.ts";
import { isoTime } from "../time.ts";
import { ensureLabel } from "./ensure-label.ts";

/** GitHub's longest title and body, in characters. */
export const LONGEST_TITLE = 256;
export const LONGEST_BODY = 65_536;

export const Body = z.string().nullable();

/** Throws GitHub's 422 for a body that is too long. */
export function checkBody(resource: string, body: string | null | undefined): void {
  if (body && body.length > LONGEST_BODY)
    throw invalidField(
      resource,
      "body",
      "custom",
      `body is too long (maximum is ${LONGEST_BODY} characters)`,
    );
  if (body?.includes("\0")) throw invalidField(resource, "body", "custom", "body contains null characters");
}

/** The issue (or pull request) of the path, or 404. */
export function issueOf(call: Call): Issue {
  const issue = call.repository.issues.get(Number(call.params.issue_number));
  if (!issue) throw notFound();
  return issue;
}

/** Whether the caller may label, assign, close: triage, or an App with the right. */
export function mayTriage(call: Call): boolean {
  return call.actor.kind === "installation" || atLeast(roleIn(call.repository, call.sender), "triage");
}

/** Sends `issues` or, for a pull request, `pull_request` with the same action. */
export async function emitIssue(
  call: Call,
  issue: Issue,
  action: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  const { state, repository, sender } = call;
  const about = issue.pull
    ? { number: issue.number, pull_request: await renderPull(state, repository, issue) }
    : { issue: renderIssue(state, repository, issue) };
  state.emit({
    name: issue.pull ? "pull_request" : "issues",
    action,
    repository,
    sender,
    payload: { ...about, ...more },
  });
}

export function setLabels(call: Call, issue: Issue, names: string[]): { added: Label[]; removed: Label[] } {
  const wanted = [...new Set(names)].map((name) => ensureLabel(call.state, call.repository, name));
  const unique = wanted.filter((label, index) => wanted.indexOf(label) === index);
  const added = unique.filter((label) => !issue.labels.includes(label));
  const removed = issue.labels.filter((label) => !unique.includes(label));
  issue.labels = unique;
  if (added.length || removed.length) issue.updatedAt = isoTime(call.state);
  return { added, removed };
}

export async function emitLabels(call: Call, issue: Issue, change: { added: Label[]; removed: Label[] }) {
  const { state, repository } = call;
  for (const label of change.removed)
    await emitIssue(call, issue, "unlabeled", { label: renderLabel(state, repository, label) });
  for (const label of change.added)
    await emitIssue(call, issue, "labeled", { label: renderLabel(state, repository, label) });
}

function assignable(call: Call, logins: string[]): Account[] {
  return logins.slice(0, 10).map((login) => {
    const account = call.state.accounts.get(login.toLowerCase());
    if (!account || !atLeast(roleIn(call.repository, account), "read"))
      throw invalidField("Issue", "assignees");
    return account;
  });
}

const LabelName = z.union([z.string(), z.object({ name: z.string() })]);
export const labelNames = (labels: z.infer<typeof LabelName>[]) =>
  labels.map((one) => (typeof one === "string" ? one : one.name));

const NewIssue = z.object({
  title: z.union([z.string(), z.number()]).transform(String),
  body: Body.optional(),
  labels: z.array(LabelName).optional(),
  assignees: z.array(z.string()).optional(),
});

function checkTitle(title: string): void {
  if (title.trim() === "") throw invalidField("Issue", "title", "missing_field");
  if (title.length > LONGEST_TITLE)
    throw invalidField(
      "Issue",
      "title",
      "custom",
      `title is too long (maximum is ${LONGEST_TITLE} characters)`,
    );
}

async function createIssue(call: Call): Promise<Answer> {
  const body = readBody(call, NewIssue, "Issue");
  checkTitle(body.title);
  checkBody("Issue", body.body);
  const { state, repository } = call;
  // Labels and assignees of people without triage rights are dropped in silence, as GitHub does.
  const triage = mayTriage(call);
  const assignees = triage ? assignable(call, body.assignees ?? []) : [];
  const now = isoTime(state);
  const issue: Issue = {
    id: ++state.lastId,
    number: ++repository.lastNumber,
    title: body.title,
    body: body.body ?? null,
    user: call.sender,
    app: call.app,
    state: "open",
    stateReason: null,
    labels: [],
    assignees,
    locked: false,
    lockReason: null,
    reactions: [],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    pull: null,
  };
  repository.issues.set(issue.number, issue);
  const labelled = triage
    ? setLabels(call, issue, labelNames(body.labels ?? []))
    : { added: [], removed: [] };
  await emitIssue(call, issue, "opened");
  await emitLabels(call, issue, labelled);
  for (const one of assignees) await emitIssue(call, issue, "assigned", { assignee: renderUser(state, one) });
  const rendered = renderFullIssue(state, repository, issue);
  return json(rendered, 201, { Location: rendered.url });
}

const ChangeIssue = z.object({
  title: z.union([z.string(), z.number()]).transform(String).optional(),
  body: Body.optional(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullable().optional(),
  labels: z.array(LabelName).optional(),
  assignees: z.array(z.string()).optional(),
});

async function updateIssue(call: Call): Promise<Answer> {
  const issue = issueOf(call);
  const body = readBody(call, ChangeIssue, "Issue");
  const { state, repository } = call;
  if (!mayTriage(call) && issue.user.id !== call.sender.id)
    throw forbidden("Must have admin rights to Repository.");
  if (body.title !== undefined) checkTitle(body.title);
  checkBody("Issue", body.body);
  const changes: Record<string, { from: string }> = {};
  if (body.title !== undefined && body.title !== issue.title) {
    changes.title = { from: issue.title };
    issue.title = body.title;
  }
  if (body.body !== undefined && body.body !== issue.body) {
    changes.body = { from: issue.body ?? "" };
    issue.body = body.body;
  }
  const assignees = body.assignees ? assignable(call, body.assignees) : issue.assignees;
  const fewer = issue.assignees.filter((one) => !assignees.includes(one));
  const more = assignees.filter((one) => !issue.assignees.includes(one));
  issue.assignees = assignees;
  const labelled = body.labels ? setLabels(call, issue, labelNames(body.labels)) : { added: [], removed: [] };
  const was = issue.state;
  if (body.state && body.state !== was) {
    if (body.state === "open" && issue.pull?.merged) throw invalidField("PullRequest", "state");
    issue.state = body.state;
    issue.closedAt = body.state === "closed" ? isoTime(state) : null;
    issue.closedBy = body.state === "closed" ? call.sender : null;
    if (!issue.pull)
      issue.stateReason =
        body.state === "closed" ? ((body.state_reason ?? "completed") as Issue["stateReason"]) : "reopened";
  } else if (body.state_reason && issue.state === "closed" && !issue.pull)
    issue.stateReason = body.state_reason;
  issue.updatedAt = isoTime(state);
  if (Object.keys(changes).length) await emitIssue(call, issue, "edited", { changes });
  await emitLabels(call, issue, labelled);
  for (const one of fewer) await emitIssue(call, issue, "unassigned", { assignee: renderUser(state, one) });
  for (const one of more) await emitIssue(call, issue, "assigned", { assignee: renderUser(state, one) });
  if (issue.state !== was) await emitIssue(call, issue, issue.state === "closed" ? "closed" : "reopened");
  return json(renderFullIssue(state, repository, issue));
}

function listIssues(call: Call): Answer {
  const { query, repository } = call;
  const wanted = query.state ?? "open";
  const labels = (query.labels ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const creator = query.creator?.toLowerCase().replace(/^app\/(.+)$/, "$1[bot]");
  const found = [...repository.issues.values()].filter((issue) => {
    if (wanted !== "all" && issue.state !== wanted) return false;
    if (labels.some((name) => !issue.labels.some((label) => label.name.toLowerCase() === name))) return false;
    if (creator && issue.user.login.toLowerCase() !== creator) return false;
    if (query.assignee === "none" && issue.assignees.length) return false;
    if (query.assignee && !["none", "*"].includes(query.assignee))
      if (!issue.assignees.some((one) => one.login.toLowerCase() === query.assignee!.toLowerCase()))
        return false;
    if (query.since && Date.parse(issue.updatedAt) < Date.parse(query.since)) return false;
    return true;
  });
  return list(sortIssues(found, query).map((issue) => renderIssue(call.state, repository, issue)));
}

/** GitHub's order of lists of issues and pull requests: newest first unless asked otherwise. */
export function sortIssues(issues: Issue[], query: Record<string, string>): Issue[] {
  const key = (issue: Issue) =>
    query.sort === "updated" ? issue.updatedAt : query.sort === "comments" ? "" : issue.createdAt;
  const up = query.direction === "asc" ? 1 : -1;
  return [...issues].sort((a, b) => up * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.number - b.number));
}

const PATH = "/repos/{owner}/{repo}/issues";

/** https://docs.github.com/rest/issues/issues */
export const issues: Operation[] = [
  operation("GET", PATH, needs("issues:read|pull_requests:read"), listIssues),
  operation("POST", PATH, needs("issues:write", "read"), createIssue),
  operation("GET", `${PATH}/{issue_number}`, needs("issues:read|pull_requests:read"), (call) =>
    json(renderFullIssue(call.state, call.repository, issueOf(call))),
  ),
  operation(
    "PATCH",
    `${PATH}/{issue_number}`,
    needs("issues:write|pull_requests:write", "read"),
    updateIssue,
  ),
  operation(
    "PUT",
    `${PATH}/{issue_number}/lock`,
    needs("issues:write|pull_requests:write", "write"),
    (call) => {
      const issue = issueOf(call);
      const reasons = ["off-topic", "too heated", "resolved", "spam"] as const;
      const body = readBody(call, z.object({ lock_reason: z.enum(reasons).optional() }), "Issue");
      issue.locked = true;
      issue.lockReason = body.lock_reason ?? null;
      return empty();
    },
  ),
  operation(
    "DELETE",
    `${PATH}/{issue_number}/lock`,
    needs("issues:write|pull_requests:write", "write"),
    (call) => {
      const issue = issueOf(call);
      issue.locked = false;
      issue.lockReason = null;
      return empty();
    },
  ),
];
