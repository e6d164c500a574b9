import { type DiffFile, diffText, EMPTY_TREE, patchText } from "../git/diff.ts";
import { HttpError, notFound, unprocessable } from "../http/errors.ts";
import { type Answer, type Call, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { linkHeader } from "../http/paginate.ts";
import { accountOfPerson, renderCommit, renderDiffFile } from "../render/commit.ts";
import { renderSimplePull } from "../render/pull.ts";
import { repositoryPage, repositoryUrl } from "../render/repository.ts";

/** GitHub shows at most 300 files of a comparison, and of a commit 3000 over its pages. */
const FILES_PER_COMPARISON = 300;
const FILES_PER_COMMIT = 3000;
const read = needs("contents:read");

async function commitNamed(call: Call, ref: string) {
  const sha = await call.repository.git.resolve(ref);
  if (!sha) throw unprocessable(`No commit found for SHA: ${ref}`);
  return (await call.repository.git.commit(sha))!;
}

export const wantsDiff = (call: Call) => /application\/vnd\.github(\.v3)?\.diff/.test(call.accept);
export const wantsPatch = (call: Call) => /application\/vnd\.github(\.v3)?\.patch/.test(call.accept);
export const diffAnswer = (content: Buffer): Answer => ({
  status: 200,
  raw: { type: "application/vnd.github.diff; charset=utf-8", content },
});
export const patchAnswer = (content: Buffer): Answer => ({
  status: 200,
  raw: { type: "application/vnd.github.patch; charset=utf-8", content },
});

const renderFiles = (call: Call, files: DiffFile[], ref: string) =>
  files.map((file) => renderDiffFile(call.state, call.repository, file, ref));

/** A `since` or `until` in milliseconds, undefined where there is none. */
function moment(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (!Number.isFinite(time)) throw unprocessable(`Invalid date: ${text}`);
  return time;
}

async function listCommits(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const { sha, path, since, until, author } = call.query;
  const tip = await git.resolve(sha ?? call.repository.defaultBranch);
  if (!tip) {
    if (sha !== undefined) throw notFound();
    throw new HttpError(409, "Git Repository is empty.");
  }
  const from = moment(since) ?? Number.NEGATIVE_INFINITY;
  const to = moment(until) ?? Number.POSITIVE_INFINITY;
  const trimmed = path?.replace(/^\/+|\/+$/g, "") ?? "";
  // Which commits count as changing a path (merges simplified away) is git's own to say.
  let found = await (trimmed === "" ? git.range(tip) : git.revList([tip, "--", `:(literal)${trimmed}`]));
  if (since !== undefined || until !== undefined) {
    const times = await Promise.all(found.map(async (one) => (await git.commit(one))!.committer.time * 1000));
    found = found.filter((_, index) => times[index]! >= from && times[index]! <= to);
  }
  if (author) {
    const wanted = author.toLowerCase();
    const kept = await Promise.all(
      found.map(async (one) => {
        const person = (await git.commit(one))!.author;
        const account = accountOfPerson(call.state, person);
        return person.email.toLowerCase() === wanted || account?.login.toLowerCase() === wanted;
      }),
    );
    found = found.filter((_, index) => kept[index]);
  }
  const { page, perPage } = call.page;
  const shown = found.slice((page - 1) * perPage, page * perPage);
  const rendered = await Promise.all(
    shown.map(async (one) => renderCommit(call.state, call.repository, (await git.commit(one))!)),
  );
  const link = linkHeader(pageUrl(call, "commits"), found.length, call.page);
  return json(rendered, 200, link ? { Link: link } : {});
}

/** The URL of a list with the caller's own query, for Link headers that the router cannot write itself. */
function pageUrl(call: Call, rest: string): string {
  const url = new URL(`${repositoryUrl(call.state, call.repository)}/${rest}`);
  for (const [name, value] of Object.entries(call.query)) url.searchParams.set(name, value);
  return url.href;
}

async function getCommit(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const commit = await commitNamed(call, call.params.ref!);
  const before = commit.parents[0] ?? null;
  if (wantsDiff(call)) return diffAnswer(await diffText(git.dir, before ?? EMPTY_TREE, commit.sha));
  if (wantsPatch(call)) return patchAnswer(await patchText(git.dir, ["-1", "--root", commit.sha]));
  if (/application\/vnd\.github(\.v3)?\.sha/.test(call.accept))
    return { status: 200, raw: { type: "application/vnd.github.sha; charset=utf-8", content: commit.sha } };
  const all = (await git.diff(before, commit.sha)).slice(0, FILES_PER_COMMIT);
  const perPage = call.query.per_page === undefined ? 300 : call.page.perPage;
  const { page } = call.page;
  const files = all.slice((page - 1) * perPage, page * perPage);
  const additions = all.reduce((sum, file) => sum + file.additions, 0);
  const deletions = all.reduce((sum, file) => sum + file.deletions, 0);
  const link = linkHeader(pageUrl(call, `commits/${commit.sha}`), all.length, { page, perPage });
  return json(
    {
      ...renderCommit(call.state, call.repository, commit),
      stats: { total: additions + deletions, additions, deletions },
      files: renderFiles(call, files, commit.sha),
    },
    200,
    link ? { Link: link } : {},
  );
}

async function compare(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const [baseName, headName, ...rest] = call.params.basehead!.split("...");
  if (!baseName || !headName || rest.length) throw notFound();
  const own = (name: string) => name.replace(new RegExp(`^${call.repository.owner.login}:`, "i"), "");
  const base = await git.resolve(own(baseName));
  const head = await git.resolve(own(headName));
  if (!base || !head) throw notFound();
  const ancestor = await git.mergeBase(base, head);
  if (!ancestor) throw new HttpError(404, `No common ancestor between ${baseName} and ${headName}.`);
  if (wantsDiff(call)) return diffAnswer(await diffText(git.dir, ancestor, head));
  if (wantsPatch(call)) return patchAnswer(await patchText(git.dir, [`${base}..${head}`]));
  const ahead = (await git.range(head, base)).reverse();
  const behind = (await git.range(base, head)).length;
  const paged = call.query.page !== undefined || call.query.per_page !== undefined;
  const { page, perPage } = paged ? call.page : { page: 1, perPage: 250 };
  const render = async (sha: string) => renderCommit(call.state, call.repository, (await git.commit(sha))!);
  const shown = ahead.slice((page - 1) * perPage, page * perPage);
  const files = page === 1 ? (await git.diff(ancestor, head)).slice(0, FILES_PER_COMPARISON) : undefined;
  const url = `${repositoryUrl(call.state, call.repository)}/compare/${call.params.basehead}`;
  const html = `${repositoryPage(call.state, call.repository)}/compare/${call.params.basehead}`;
  const link = paged
    ? linkHeader(pageUrl(call, `compare/${call.params.basehead}`), ahead.length, { page, perPage })
    : null;
  return json(
    {
      url,
      html_url: html,
      permalink_url: `${repositoryPage(call.state, call.repository)}/compare/${base}...${head}`,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: await render(base),
      merge_base_commit: await render(ancestor),
      status: ahead.length && behind ? "diverged" : ahead.length ? "ahead" : behind ? "behind" : "identical",
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      commits: await Promise.all(shown.map(render)),
      ...(files ? { files: renderFiles(call, files, head) } : {}),
    },
    200,
    link ? { Link: link } : {},
  );
}

async function pullsOfCommit(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const commit = await commitNamed(call, call.params.commit_sha!);
  const found = [];
  for (const issue of call.repository.issues.values()) {
    const { pull } = issue;
    if (!pull) continue;
    // What a merge brought to its base, under the names that it has there: a rebase gives each commit another.
    const merged = pull.merged ? pull.mergeCommitSha : null;
    const brought =
      merged !== null &&
      (await git.isAncestor(commit.sha, merged)) &&
      !(await git.isAncestor(commit.sha, pull.baseSha));
    const inside =
      brought ||
      ((await git.isAncestor(commit.sha, pull.headSha)) && !(await git.isAncestor(commit.sha, pull.baseSha)));
    if (inside) found.push(renderSimplePull(call.state, call.repository, issue));
  }
  return list(found);
}

/** https://docs.github.com/rest/commits/commits */
export const commits: Operation[] = [
  operation("GET", "/repos/{owner}/{repo}/commits", read, listCommits),
  operation("GET", "/repos/{owner}/{repo}/commits/{ref}", read, getCommit),
  operation(
    "GET",
    "/repos/{owner}/{repo}/commits/{commit_sha}/pulls",
    needs("pull_requests:read"),
    pullsOfCommit,
  ),
  operation("GET", "/repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head", read, async (call) => {
    const commit = await commitNamed(call, call.params.commit_sha!);
    const heads = await call.repository.git.refs("refs/heads/");
    const url = repositoryUrl(call.state, call.repository);
    return json(
      heads
        .filter((ref) => ref.sha === commit.sha)
        .map((ref) => ({
          name: ref.name.slice(11),
          commit: { sha: ref.sha, url: `${url}/commits/${ref.sha}` },
          protected: call.repository.protection.has(ref.name.slice(11)),
        })),
    );
  }),
  operation("GET", "/repos/{owner}/{repo}/compare/{basehead}", read, compare),
];
