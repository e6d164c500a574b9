import { z } from "zod";
import { atLeast, roleIn } from "../auth/role-in.ts";
import { diffText, patchText } from "../git/diff.ts";
import { ZERO } from "../git/git.ts";
import { forbidden, invalidField, notFound, unprocessable } from "../http/errors.ts";
import { type Answer, type Call, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderCommit, renderDiffFile } from "../render/commit.ts";
import { renderPull, renderSimplePull } from "../render/pull.ts";
import { renderUser } from "../render/user.ts";
import type { Issue, Pull } from "../state.ts";
import { isoTime } from "../time.ts";
import { diffAnswer, patchAnswer, wantsDiff, wantsPatch } from "./commits.ts";
import { Body, checkBody, emitIssue, LONGEST_TITLE, sortIssues } from "./issues.ts";

/** The pull request of the path, or 404. */
export function pullOf(call: Call): Issue & { pull: Pull } {
  const issue = call.repository.issues.get(Number(call.params.pull_number));
  if (!issue?.pull) throw notFound();
  return issue as Issue & { pull: Pull };
}

/** Where a pull request's change begins: the newest commit that head and base share. */
export async function changeBase(call: Call, pull: Pull): Promise<string> {
  return (await call.repository.git.mergeBase(pull.baseSha, pull.headSha)) ?? pull.baseSha;
}

const NewPull = z.object({
  title: z.string().optional(),
  issue: z.number().int().optional(),
  head: z.string(),
  base: z.string(),
  body: Body.optional(),
  draft: z.boolean().default(false),
  maintainer_can_modify: z.boolean().default(true),
});

function localBranch(call: Call, head: string): string {
  const [owner, ...rest] = head.split(":");
  if (rest.length === 0) return head.replace(/^refs\/heads\//, "");
  if (owner!.toLowerCase() !== call.repository.owner.login.toLowerCase())
    throw invalidField("PullRequest", "head");
  return rest.join(":");
}

async function createPull(call: Call): Promise<Answer> {
  const body = readBody(call, NewPull, "PullRequest");
  const { state, repository } = call;
  const { git } = repository;
  const title = body.title?.trim() ?? "";
  if (title === "") throw invalidField("PullRequest", "title", "missing_field");
  if (title.length > LONGEST_TITLE)
    throw invalidField(
      "PullRequest",
      "title",
      "custom",
      `title is too long (maximum is ${LONGEST_TITLE} characters)`,
    );
  checkBody("PullRequest", body.body);
  const headRef = localBranch(call, body.head);
  const baseRef = body.base.replace(/^refs\/heads\//, "");
  const headSha = await git.ref(`refs/heads/${headRef}`);
  const baseSha = await git.ref(`refs/heads/${baseRef}`);
  if (!baseSha) throw invalidField("PullRequest", "base");
  if (!headSha) throw invalidField("PullRequest", "head");
  const custom = (message: string) =>
    unprocessable("Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
  const twin = [...repository.issues.values()].find(
    (one) => one.pull && one.state === "open" && one.pull.headRef === headRef && one.pull.baseRef === baseRef,
  );
  if (twin) throw custom(`A pull request already exists for ${repository.owner.login}:${headRef}.`);
  if (await git.isAncestor(headSha, baseSha)) throw custom(`No commits between ${baseRef} and ${headRef}`);
  if (!(await git.mergeBase(baseSha, headSha)))
    throw custom(`The ${headRef} branch has no history in common with ${baseRef}`);
  const now = isoTime(state);
  const issue: Issue = {
    id: ++state.lastId,
    number: ++repository.lastNumber,
    title,
    body: body.body ?? null,
    user: call.sender,
    app: call.app,
    state: "open",
    stateReason: null,
    labels: [],
    assignees: [],
    locked: false,
    lockReason: null,
    reactions: [],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    pull: {
      id: ++state.lastId,
      headRef,
      headSha,
      baseRef,
      baseSha,
      draft: body.draft,
      merged: false,
      mergedAt: null,
      mergedBy: null,
      mergeCommitSha: null,
      maintainerCanModify: false,
      requestedReviewers: [],
      requestedTeams: [],
      reviews: [],
      mergeableUnknownFor: 0,
    },
  };
  repository.issues.set(issue.number, issue);
  await git.swapRef(`refs/pull/${issue.number}/head`, ZERO, headSha);
  await emitIssue(call, issue, "opened");
  // github.com has not computed mergeability yet when it answers the creation.
  const rendered = await renderPull(state, repository, issue, { mergeableUnknown: true });
  return json(rendered, 201, { Location: rendered.url });
}

const ChangePull = z.object({
  title: z.string().optional(),
  body: Body.optional(),
  state: z.enum(["open", "closed"]).optional(),
  base: z.string().optional(),
  maintainer_can_modify: z.boolean().optional(),
});

async function updatePull(call: Call): Promise<Answer> {
  const issue = pullOf(call);
  const body = readBody(call, ChangePull, "PullRequest");
  const { state, repository } = call;
  if (
    call.actor.kind === "user" &&
    issue.user.id !== call.sender.id &&
    !atLeast(roleIn(repository, call.sender), "triage")
  )
    throw forbidden("Must have admin rights to Repository.");
  checkBody("PullRequest", body.body);
  const changes: Record<string, unknown> = {};
  if (body.title !== undefined && body.title !== issue.title) {
    if (body.title.trim() === "") throw invalidField("PullRequest", "title", "missing_field");
    changes.title = { from: issue.title };
    issue.title = body.title;
  }
  if (body.body !== undefined && body.body !== issue.body) {
    changes.body = { from: issue.body ?? "" };
    issue.body = body.body;
  }
  if (body.base !== undefined && body.base !== issue.pull.baseRef) {
    const sha = await repository.git.ref(`refs/heads/${body.base}`);
    if (!sha) throw invalidField("PullRequest", "base");
    changes.base = { ref: { from: issue.pull.baseRef }, sha: { from: issue.pull.baseSha } };
    issue.pull.baseRef = body.base;
    issue.pull.baseSha = sha;
  }
  const was = issue.state;
  if (body.state !== undefined && body.state !== was) {
    if (body.state === "open") {
      if (issue.pull.merged) throw invalidField("PullRequest", "state");
      const head = await repository.git.ref(`refs/heads/${issue.pull.headRef}`);
      if (!head)
        throw unprocessable("Validation Failed", [
          {
            resource: "PullRequest",
            field: "state",
            code: "invalid",
            message: `state cannot be changed. The ${issue.pull.headRef} branch has been deleted.`,
          },
        ]);
      issue.pull.headSha = head;
    }
    issue.state = body.state;
    issue.closedAt = body.state === "closed" ? isoTime(state) : null;
    issue.closedBy = body.state === "closed" ? call.sender : null;
  }
  issue.updatedAt = isoTime(state);
  if (Object.keys(changes).length) await emitIssue(call, issue, "edited", { changes });
  if (issue.state !== was) await emitIssue(call, issue, issue.state === "closed" ? "closed" : "reopened");
  return json(await renderPull(state, repository, issue));
}

function listPulls(call: Call): Answer {
  const { query, repository } = call;
  const wanted = query.state ?? "open";
  const head = query.head?.toLowerCase();
  const found = [...repository.issues.values()].filter((issue) => {
    if (!issue.pull) return false;
    if (wanted !== "all" && issue.state !== wanted) return false;
    // GitHub compares OWNER:BRANCH; a head without owner filters nothing.
    if (head?.includes(":") && `${repository.owner.login}:${issue.pull.headRef}`.toLowerCase() !== head)
      return false;
    return query.base === undefined || issue.pull.baseRef === query.base;
  });
  return list(sortIssues(found, query).map((issue) => renderSimplePull(call.state, repository, issue)));
}

async function getPull(call: Call): Promise<Answer> {
  const issue = pullOf(call);
  const { git } = call.repository;
  if (wantsDiff(call))
    return diffAnswer(await diffText(git.dir, await changeBase(call, issue.pull), issue.pull.headSha));
  if (wantsPatch(call))
    return patchAnswer(await patchText(git.dir, [`${issue.pull.baseSha}..${issue.pull.headSha}`]));
  const unknown = issue.pull.mergeableUnknownFor > 0;
  if (unknown) issue.pull.mergeableUnknownFor -= 1;
  return json(await renderPull(call.state, call.repository, issue, { mergeableUnknown: unknown }));
}

async function pullCommits(call: Call): Promise<Answer> {
  const { pull } = pullOf(call);
  const { git } = call.repository;
  // The list is of at most 250 commits, oldest first.
  const shas = (await git.range(pull.headSha, await changeBase(call, pull))).reverse().slice(0, 250);
  const all = await Promise.all(shas.map((sha) => git.commit(sha)));
  return list(all.map((commit) => renderCommit(call.state, call.repository, commit!)));
}

const PATH = "/repos/{owner}/{repo}/pulls";

/** https://docs.github.com/rest/pulls/pulls */
export const pulls: Operation[] = [
  operation("GET", PATH, needs("pull_requests:read"), listPulls),
  operation("POST", PATH, needs("pull_requests:write", "read"), createPull),
  operation("GET", `${PATH}/{pull_number}`, needs("pull_requests:read"), getPull),
  operation("PATCH", `${PATH}/{pull_number}`, needs("pull_requests:write", "read"), updatePull),
  operation("GET", `${PATH}/{pull_number}/files`, needs("pull_requests:read"), async (call) => {
    const { pull } = pullOf(call);
    const files = await call.repository.git.diff(await changeBase(call, pull), pull.headSha);
    return list(
      files.slice(0, 3000).map((file) => renderDiffFile(call.state, call.repository, file, pull.headSha)),
    );
  }),
  operation("GET", `${PATH}/{pull_number}/commits`, needs("pull_requests:read"), pullCommits),
  operation(
    "POST",
    `${PATH}/{pull_number}/requested_reviewers`,
    needs("pull_requests:write", "write"),
    async (call) => {
      const issue = pullOf(call);
      const body = readBody(
        call,
        z.object({
          reviewers: z.array(z.string()).default([]),
          team_reviewers: z.array(z.string()).default([]),
        }),
        "PullRequest",
      );
      const accounts = body.reviewers.map((login) => {
        const account = call.state.accounts.get(login.toLowerCase());
        if (!account || !atLeast(roleIn(call.repository, account), "read"))
          throw unprocessable(
            "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.",
          );
        if (account.id === issue.user.id)
          throw unprocessable("Review cannot be requested from pull request author.");
        return account;
      });
      const teams = body.team_reviewers.map((slug) => {
        const team = call.repository.owner.teams.get(slug.toLowerCase());
        if (!team) throw unprocessable(`Could not resolve to a node with the global id of '${slug}'.`);
        return team.slug;
      });
      for (const slug of teams.filter((one) => !issue.pull.requestedTeams.includes(one)))
        issue.pull.requestedTeams.push(slug);
      for (const account of accounts.filter((one) => !issue.pull.requestedReviewers.includes(one))) {
        issue.pull.requestedReviewers.push(account);
        await emitIssue(call, issue, "review_requested", {
          requested_reviewer: renderUser(call.state, account),
        });
      }
      return json(renderSimplePull(call.state, call.repository, issue), 201);
    },
  ),
  operation(
    "DELETE",
    `${PATH}/{pull_number}/requested_reviewers`,
    needs("pull_requests:write", "write"),
    (call) => {
      const issue = pullOf(call);
      const body = readBody(call, z.object({ reviewers: z.array(z.string()) }), "PullRequest");
      const gone = body.reviewers.map((login) => login.toLowerCase());
      issue.pull.requestedReviewers = issue.pull.requestedReviewers.filter(
        (one) => !gone.includes(one.login.toLowerCase()),
      );
      return json(renderSimplePull(call.state, call.repository, issue));
    },
  ),
  operation("GET", `${PATH}/{pull_number}/requested_reviewers`, needs("pull_requests:read"), (call) =>
    json({
      users: renderSimplePull(call.state, call.repository, pullOf(call)).requested_reviewers,
      teams: renderSimplePull(call.state, call.repository, pullOf(call)).requested_teams,
    }),
  ),
];
