import { z } from "zod";
import { ZERO } from "../git/git.ts";
import { moveRef } from "../git/move-ref.ts";
import type { TreeEntry } from "../git/objects.ts";
import { replaceInTree } from "../git/replace-in-tree.ts";
import { HttpError, notFound, unprocessable } from "../http/errors.ts";
import { type Call, json, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { personOf, renderGitCommit } from "../render/commit.ts";
import { repositoryPage, repositoryUrl } from "../render/repository.ts";
import { checkPush } from "../rules/check-push.ts";

const encodePath = (path: string) => path.split("/").map(encodeURIComponent).join("/");

async function commitOf(call: Call, ref: string | undefined): Promise<string> {
  const sha = await call.repository.git.resolve(ref ?? call.repository.defaultBranch);
  if (!sha)
    throw new HttpError(404, ref ? `No commit found for the ref ${ref}` : "This repository is empty.");
  return sha;
}

function renderEntry(call: Call, entry: TreeEntry, path: string, size: number, ref: string) {
  const api = repositoryUrl(call.state, call.repository);
  const page = repositoryPage(call.state, call.repository);
  const type =
    entry.mode === "040000"
      ? "dir"
      : entry.mode === "160000"
        ? "submodule"
        : entry.mode === "120000"
          ? "symlink"
          : "file";
  const directory = type === "dir";
  const url = `${api}/contents/${encodePath(path)}?ref=${encodeURIComponent(ref)}`;
  const git = `${api}/git/${directory ? "trees" : "blobs"}/${entry.sha}`;
  const html = `${page}/${directory ? "tree" : "blob"}/${encodePath(ref)}/${encodePath(path)}`;
  return {
    name: path.split("/").at(-1)!,
    path,
    sha: entry.sha,
    size,
    url,
    html_url: html,
    git_url: git,
    download_url: directory ? null : `${page}/raw/${encodePath(ref)}/${encodePath(path)}`,
    type,
    _links: { self: url, git, html },
  };
}

async function findEntry(call: Call, commit: string, path: string): Promise<TreeEntry | null> {
  const at = path.lastIndexOf("/");
  const folder = at < 0 ? "" : path.slice(0, at);
  const tree = await call.repository.git.tree(`${commit}^{tree}:${folder}`.replace(/:$/, ""));
  return tree?.find((entry) => entry.path === path.slice(at + 1)) ?? null;
}

/** Above this GitHub answers a file without its content, unless it is asked for raw. */
const LARGEST_INLINE = 1024 * 1024;

async function getContents(call: Call) {
  const ref = call.query.ref;
  const commit = await commitOf(call, ref);
  const shown = ref ?? call.repository.defaultBranch;
  const path = (call.params.path ?? "").replace(/^\/+|\/+$/g, "");
  const { git } = call.repository;
  const entry = path === "" ? null : await findEntry(call, commit, path);
  if (path !== "" && !entry) throw notFound();
  if (!entry || entry.mode === "040000") {
    const entries = (await git.tree(entry ? entry.sha : `${commit}^{tree}`)) ?? [];
    const items = await Promise.all(
      entries.map(async (one) => {
        const info = one.mode === "040000" || one.mode === "160000" ? null : await git.info(one.sha);
        return renderEntry(call, one, path === "" ? one.path : `${path}/${one.path}`, info?.size ?? 0, shown);
      }),
    );
    if (/application\/vnd\.github\.object/.test(call.accept) || /vnd\.github\.v3\.object/.test(call.accept)) {
      const own = renderEntry(call, entry ?? { mode: "040000", path: "", sha: commit }, path, 0, shown);
      return json({ ...own, entries: items });
    }
    return json(items);
  }
  const blob = await git.object(entry.sha);
  if (blob?.type !== "blob") throw notFound();
  if (/application\/vnd\.github(\.v3)?\.raw/.test(call.accept))
    return {
      status: 200,
      raw: { type: "application/vnd.github.raw+json; charset=utf-8", content: blob.content },
    };
  const large = blob.content.length > LARGEST_INLINE;
  const rendered = renderEntry(call, entry, path, blob.content.length, shown);
  if (entry.mode === "120000") return json({ ...rendered, target: blob.content.toString() });
  return json({
    ...rendered,
    type: "file",
    // GitHub breaks base64 after 60 characters.
    content: large ? "" : blob.content.toString("base64").replace(/.{1,60}/g, "$&\n"),
    encoding: large ? "none" : "base64",
  });
}

const Person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });
const Write = z.object({
  message: z.string(),
  content: z.string(),
  sha: z.string().optional(),
  branch: z.string().optional(),
  author: Person.optional(),
  committer: Person.optional(),
});
const Remove = Write.omit({ content: true }).extend({ sha: z.string() });

async function change(call: Call, kind: "put" | "delete") {
  const body =
    kind === "put"
      ? readBody(call, Write, "Contents")
      : { ...readBody(call, Remove, "Contents"), content: undefined };
  const { repository, state } = call;
  const { git } = repository;
  const branch = (body.branch ?? repository.defaultBranch).replace(/^refs\/heads\//, "");
  const ref = `refs/heads/${branch}`;
  const tip = await git.ref(ref);
  const path = call.params.path!.replace(/^\/+|\/+$/g, "");
  if (
    path === "" ||
    path.split("/").some((part) => part === "" || part === "." || part === ".." || /^\.git$/i.test(part))
  )
    throw unprocessable("path contains a malformed path component");
  const firstCommit = tip === null && (await git.refs("refs/heads/")).length === 0;
  if (tip === null && !firstCommit) throw new HttpError(404, `Branch ${branch} not found`);
  const existing = tip === null ? null : await findEntry(call, tip, path);
  if (kind === "delete" && !existing) throw notFound();
  if (existing?.mode === "040000") throw unprocessable('Invalid request.\n\n"sha" wasn\'t supplied.');
  if (existing && body.sha === undefined) throw unprocessable('Invalid request.\n\n"sha" wasn\'t supplied.');
  if (existing && body.sha !== existing.sha) throw new HttpError(409, `${path} does not match ${body.sha}`);
  if (!existing && body.sha !== undefined && kind === "put")
    throw new HttpError(409, `${path} does not match ${body.sha}`);
  checkPush(call, { ref, before: tip ?? ZERO, after: null, fastForward: true }, [path]);
  let blob: string | null = null;
  if (body.content !== undefined) {
    const compact = body.content.replace(/\s+/g, "");
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) throw unprocessable("content is not valid Base64");
    blob = await git.writeBlob(Buffer.from(compact, "base64"));
  }
  const root = tip === null ? null : (await git.commit(tip))!.tree;
  const tree = await replaceInTree(
    git,
    root,
    path,
    blob === null ? null : { mode: existing?.mode ?? "100644", sha: blob },
  );
  const self = personOf(state, call.sender);
  const given = (person: z.infer<typeof Person> | undefined) =>
    person && {
      name: person.name,
      email: person.email,
      time: person.date ? Math.floor(Date.parse(person.date) / 1000) : self.time,
      zone: "+0000",
    };
  const sha = await git.writeCommit({
    tree,
    parents: tip === null ? [] : [tip],
    author: given(body.author) ?? given(body.committer) ?? self,
    committer: given(body.committer) ?? given(body.author) ?? self,
    message: body.message,
  });
  if (!(await moveRef(state, repository, ref, tip ?? ZERO, sha, call)))
    throw new HttpError(409, `is at ${await git.ref(ref)} but expected ${tip}`);
  const commit = renderGitCommit(state, repository, (await git.commit(sha))!);
  const content =
    blob === null
      ? null
      : renderEntry(call, { mode: "100644", path, sha: blob }, path, (await git.info(blob))!.size, branch);
  return json({ content, commit }, kind === "put" && !existing ? 201 : 200);
}

/** https://docs.github.com/rest/repos/contents */
export const contents: Operation[] = [
  operation("GET", "/repos/{owner}/{repo}/contents/{path}", needs("contents:read"), getContents),
  operation("PUT", "/repos/{owner}/{repo}/contents/{path}", needs("contents:write", "write"), (call) =>
    change(call, "put"),
  ),
  operation("DELETE", "/repos/{owner}/{repo}/contents/{path}", needs("contents:write", "write"), (call) =>
    change(call, "delete"),
  ),
  operation("GET", "/repos/{owner}/{repo}/readme", needs("contents:read"), async (call) => {
    const commit = await commitOf(call, call.query.ref);
    const tree = (await call.repository.git.tree(`${commit}^{tree}`)) ?? [];
    const readme = tree.find((entry) => /^readme(\.\w+)?$/i.test(entry.path) && entry.mode !== "040000");
    if (!readme) throw notFound();
    call.params.path = readme.path;
    return getContents(call);
  }),
];
