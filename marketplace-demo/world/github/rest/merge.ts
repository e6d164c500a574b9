import { z } from "zod";
import { holds } from "../auth/authorize.ts";
import { atLeast, roleIn } from "../auth/role-in.ts";
import { WEB_FLOW } from "../create-state.ts";
import { closeIssue, closingNumbers } from "../events/close-by-keywords.ts";
import { ZERO } from "../git/git.ts";
import { mergeTrees, pickTree } from "../git/merge.ts";
import { moveRef } from "../git/move-ref.ts";
import type { Person } from "../git/objects.ts";
import { forbidden, HttpError, unprocessable } from "../http/errors.ts";
import { type Answer, type Call, empty, json, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { personOf } from "../render/commit.ts";
import { fullName } from "../render/repository.ts";
import { WORKFLOWS } from "../rules/check-push.ts";
import { unmetRules } from "../rules/unmet-rules.ts";
import type { Issue, Pull } from "../state.ts";
import { isoTime } from "../time.ts";
import { emitIssue } from "./issues.ts";
import { changeBase, pullOf } from "./pulls.ts";

const Merge = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(["merge", "squash", "rebase"]).default("merge"),
});
type MergeBody = z.infer<typeof Merge>;
type PullIssue = Issue & { pull: Pull };

const refuse = (message: string) =>
  new HttpError(405, message, {
    documentationUrl: "https://docs.github.com/rest/pulls/pulls#merge-a-pull-request",
  });
const conflict = () => refuse("Merge conflict");

/** github.com commits what the browser or the API merges under its own name. */
function webFlow(time: number): Person {
  return { name: WEB_FLOW.name, email: WEB_FLOW.email, time, zone: "+0000" };
}

async function mergeCommit(call: Call, issue: PullIssue, tip: string, body: MergeBody): Promise<string> {
  const { git } = call.repository;
  const outcome = await mergeTrees(git, tip, issue.pull.headSha);
  if (!outcome.clean) throw conflict();
  const title =
    body.commit_title ??
    `Merge pull request #${issue.number} from ${call.repository.owner.login}/${issue.pull.headRef}`;
  const author = personOf(call.state, call.sender);
  return git.writeCommit({
    tree: outcome.tree,
    parents: [tip, issue.pull.headSha],
    author,
    committer: webFlow(author.time),
    message: `${title}\n\n${body.commit_message ?? issue.title}`.trimEnd(),
  });
}

async function squashCommit(call: Call, issue: PullIssue, tip: string, body: MergeBody): Promise<string> {
  const { git } = call.repository;
  const outcome = await mergeTrees(git, tip, issue.pull.headSha);
  if (!outcome.clean) throw conflict();
  const shas = (await git.range(issue.pull.headSha, await changeBase(call, issue.pull))).reverse();
  const all = (await Promise.all(shas.map((sha) => git.commit(sha)))).map((commit) => commit!);
  const only = all.length === 1 ? all[0]! : null;
  const title = body.commit_title ?? `${only ? only.message.split("\n")[0] : issue.title} (#${issue.number})`;
  const text =
    body.commit_message ??
    (only
      ? only.message.split("\n").slice(1).join("\n").trim()
      : all.map((commit) => `* ${commit.message}`).join("\n\n"));
  const time = Math.floor(call.state.now() / 1000);
  return git.writeCommit({
    tree: outcome.tree,
    parents: [tip],
    author: { ...personOf(call.state, issue.user), time },
    committer: webFlow(time),
    message: `${title}\n\n${text}`.trimEnd(),
  });
}

async function rebaseCommits(call: Call, issue: PullIssue, tip: string): Promise<string> {
  const { git } = call.repository;
  const shas = (await git.range(issue.pull.headSha, await changeBase(call, issue.pull))).reverse();
  let onto = tip;
  const committer = webFlow(Math.floor(call.state.now() / 1000));
  for (const sha of shas) {
    if ((await git.commit(sha))!.parents.length > 1) continue; // a rebase leaves merge commits out
    const outcome = await pickTree(git, sha, onto);
    if (!outcome.clean) throw refuse("This branch can't be rebased");
    const picked = (await git.commit(sha))!;
    onto = await git.writeCommit({
      tree: outcome.tree,
      parents: [onto],
      author: picked.author,
      committer,
      message: picked.message,
    });
  }
  return onto;
}

async function merge(call: Call): Promise<Answer> {
  const issue = pullOf(call);
  const { state, repository } = call;
  const { git } = repository;
  const { pull } = issue;
  const body = readBody(call, Merge, "PullRequest");
  if (issue.state === "closed") throw refuse("Pull Request is not mergeable");
  if (pull.draft) throw refuse("Pull Request is still a draft");
  const allowed = {
    merge: repository.allowMergeCommit,
    squash: repository.allowSquashMerge,
    rebase: repository.allowRebaseMerge,
  };
  const names = { merge: "Merge commits are", squash: "Squash merges are", rebase: "Rebase merges are" };
  if (!allowed[body.merge_method])
    throw refuse(`${names[body.merge_method]} not allowed on this repository.`);
  if (body.sha !== undefined && body.sha !== pull.headSha)
    throw new HttpError(409, "Head branch was modified. Review and try the merge again.");
  const tip = await git.ref(`refs/heads/${pull.baseRef}`);
  if (!tip) throw refuse("Base branch does not exist");
  if (body.merge_method === "merge" && repository.protection.get(pull.baseRef)?.linearHistory)
    throw refuse("Merge commits are not allowed on this branch.");
  await checkWorkflows(call, issue);
  const unmet = await unmetRules(state, repository, issue, tip);
  const bypass =
    call.actor.kind === "user" &&
    atLeast(roleIn(repository, call.sender), "admin") &&
    !repository.protection.get(pull.baseRef)?.enforceAdmins;
  if (unmet.length && !bypass) throw refuse(unmet[0]!.message);
  if (repository.protection.get(pull.baseRef)?.mergeQueue)
    throw refuse("Changes must be made through the merge queue");
  const sha =
    body.merge_method === "merge"
      ? await mergeCommit(call, issue, tip, body)
      : body.merge_method === "squash"
        ? await squashCommit(call, issue, tip, body)
        : await rebaseCommits(call, issue, tip);
  // The pull request is merged first, so that the push which follows does not find it open.
  const undo = { ...pull };
  Object.assign(pull, {
    merged: true,
    mergedAt: isoTime(state),
    mergedBy: call.sender,
    mergeCommitSha: sha,
    baseSha: tip,
  });
  Object.assign(issue, {
    state: "closed",
    closedAt: pull.mergedAt,
    closedBy: call.sender,
    updatedAt: pull.mergedAt,
  });
  if (!(await moveRef(state, repository, `refs/heads/${pull.baseRef}`, tip, sha, call))) {
    Object.assign(pull, undo);
    Object.assign(issue, { state: "open", closedAt: null, closedBy: null });
    throw refuse("Base branch was modified. Review and try the merge again.");
  }
  await emitIssue(call, issue, "closed");
  if (pull.baseRef === repository.defaultBranch)
    for (const number of closingNumbers(repository, `${issue.body ?? ""}\n${issue.title}`))
      closeIssue(state, repository, number, call.sender);
  if (repository.deleteBranchOnMerge)
    await moveRef(state, repository, `refs/heads/${pull.headRef}`, pull.headSha, ZERO, call);
  return json({ sha, merged: true, message: "Pull Request successfully merged" });
}

/** An App without `workflows` may not merge what changes a workflow. */
async function checkWorkflows(call: Call, issue: PullIssue): Promise<void> {
  if (call.actor.kind !== "installation" || holds(call.actor.token.permissions, "workflows", "write")) return;
  const files = await call.repository.git.diff(await changeBase(call, issue.pull), issue.pull.headSha);
  if (files.some((file) => WORKFLOWS.test(file.path))) throw forbidden();
}

async function updateBranch(call: Call): Promise<Answer> {
  const issue = pullOf(call);
  const { state, repository } = call;
  const { pull } = issue;
  const body = readBody(call, z.object({ expected_head_sha: z.string().optional() }), "PullRequest");
  if (body.expected_head_sha !== undefined && body.expected_head_sha !== pull.headSha)
    throw unprocessable("expected_head_sha does not match the current head of the pull request.");
  const tip = await repository.git.ref(`refs/heads/${pull.baseRef}`);
  if (!tip || issue.state === "closed") throw unprocessable("Pull request is closed or its base is gone.");
  if (await repository.git.isAncestor(tip, pull.headSha))
    throw unprocessable("There are no new commits on the base branch.");
  const outcome = await mergeTrees(repository.git, pull.headSha, tip);
  if (!outcome.clean) throw unprocessable("merge conflict between base and head");
  const author = personOf(state, call.sender);
  const sha = await repository.git.writeCommit({
    tree: outcome.tree,
    parents: [pull.headSha, tip],
    author,
    committer: webFlow(author.time),
    message: `Merge branch '${pull.baseRef}' into ${pull.headRef}`,
  });
  if (!(await moveRef(state, repository, `refs/heads/${pull.headRef}`, pull.headSha, sha, call)))
    throw unprocessable("The head branch was modified meanwhile.");
  return json(
    {
      message: "Updating pull request branch.",
      url: `${state.webUrl}/${fullName(repository)}/pull/${issue.number}`,
    },
    202,
  );
}

const PATH = "/repos/{owner}/{repo}/pulls/{pull_number}";

/** Merging: https://docs.github.com/rest/pulls/pulls#merge-a-pull-request */
export const mergeOperations: Operation[] = [
  operation("GET", `${PATH}/merge`, needs("pull_requests:read"), (call) => {
    if (!pullOf(call).pull.merged) throw new HttpError(404, "Not Found");
    return empty();
  }),
  operation("PUT", `${PATH}/merge`, needs("contents:write", "write"), merge),
  operation("PUT", `${PATH}/update-branch`, needs("pull_requests:write", "write"), updateBranch),
];
