import { z } from "zod";
import { ZERO } from "../git/git.ts";
import { moveRef } from "../git/moveRef.ts";
import type { Person, TreeEntry } from "../git/objects.ts";
import { personDate } from "../git/objects.ts";
import { replaceInTree } from "../git/replaceInTree.ts";
import { validRefName } from "../git/validRefName.ts";
import { HttpError, notFound, unprocessable } from "../http/errors.ts";
import { type Call, empty, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/readBody.ts";
import { personOf, renderGitCommit } from "../render/commit.ts";
import { nodeId } from "../render/nodeId.ts";
import { repositoryUrl } from "../render/repository.ts";
import { checkPush } from "../rules/checkPush.ts";

const SHA = /^[0-9a-f]{40}$/;
const read = needs("contents:read");
const write = needs("contents:write", "write");
const at = (rest: string) => `/repos/{owner}/{repo}/git/${rest}`;

function renderRef(call: Call, ref: { name: string; sha: string; type: string }) {
  const url = repositoryUrl(call.state, call.repository);
  return {
    ref: ref.name,
    node_id: nodeId("Ref", `${call.repository.id}:${ref.name}`),
    url: `${url}/git/${ref.name}`,
    object: { sha: ref.sha, type: ref.type, url: `${url}/git/${ref.type}s/${ref.sha}` },
  };
}

async function findRef(call: Call, name: string) {
  const full = `refs/${name.replace(/^refs\//, "")}`;
  const sha = await call.repository.git.ref(full);
  if (!sha) return null;
  const info = await call.repository.git.info(sha);
  return { name: full, sha, type: info!.type };
}

const GivenPerson = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });

function asPerson(self: Person, given: z.infer<typeof GivenPerson> | undefined): Person | undefined {
  if (!given) return undefined;
  const time = given.date === undefined ? self.time : Math.floor(Date.parse(given.date) / 1000);
  if (!Number.isFinite(time)) throw unprocessable(`Invalid request.\n\nInvalid date: ${given.date}`);
  return { name: given.name, email: given.email, time, zone: "+0000" };
}

const refs: Operation[] = [
  operation("GET", at("ref/{ref}"), read, async (call) => {
    const ref = await findRef(call, call.params.ref!);
    if (!ref) throw notFound();
    return json(renderRef(call, ref));
  }),
  operation("GET", at("matching-refs/{ref}"), read, async (call) => {
    const prefix = `refs/${call.params.ref ?? ""}`;
    const all = await call.repository.git.refs("refs/");
    const shown = all.filter((ref) => /^refs\/(heads|tags|pull)\//.test(ref.name));
    return list(shown.filter((ref) => ref.name.startsWith(prefix)).map((ref) => renderRef(call, ref)));
  }),
  operation("POST", at("refs"), write, async (call) => {
    const body = readBody(call, z.object({ ref: z.string(), sha: z.string() }), "Reference");
    if (!/^refs\/[^/]+\/.+/.test(body.ref) || !validRefName(body.ref))
      throw unprocessable("Reference name must start with 'refs/' and contain at least two slashes.");
    if (!SHA.test(body.sha))
      throw unprocessable("The sha parameter must be exactly 40 characters and contain only [0-9a-f].");
    const object = await call.repository.git.info(body.sha);
    if (!object || (body.ref.startsWith("refs/heads/") && object.type !== "commit"))
      throw unprocessable("Object does not exist");
    if (await call.repository.git.ref(body.ref)) throw unprocessable("Reference already exists");
    if (call.repository.protection.get(body.ref.slice(11))?.blockCreations)
      throw unprocessable("Reference update failed");
    if (!(await moveRef(call.state, call.repository, body.ref, ZERO, body.sha, call)))
      throw unprocessable("Reference update failed");
    const made = { name: body.ref, sha: body.sha, type: object.type };
    return json(renderRef(call, made), 201, { Location: renderRef(call, made).url });
  }),
  operation("PATCH", at("refs/{ref}"), write, async (call) => {
    const body = readBody(
      call,
      z.object({ sha: z.string(), force: z.boolean().default(false) }),
      "Reference",
    );
    const ref = await findRef(call, call.params.ref!);
    if (!ref) throw unprocessable("Reference does not exist");
    const object = SHA.test(body.sha) ? await call.repository.git.info(body.sha) : null;
    if (!object) throw unprocessable("Object does not exist");
    const fastForward = await call.repository.git.isAncestor(ref.sha, body.sha);
    if (!body.force && !fastForward) throw unprocessable("Update is not a fast forward");
    const files = await call.repository.git.diff(ref.sha, body.sha);
    checkPush(
      call,
      { ref: ref.name, before: ref.sha, after: body.sha, fastForward },
      files.map((file) => file.path),
    );
    if (!(await moveRef(call.state, call.repository, ref.name, ref.sha, body.sha, call)))
      throw unprocessable("Reference cannot be updated");
    return json(renderRef(call, { ...ref, sha: body.sha, type: object.type }));
  }),
  operation("DELETE", at("refs/{ref}"), write, async (call) => {
    const ref = await findRef(call, call.params.ref!);
    if (!ref) throw unprocessable("Reference does not exist");
    if (ref.name === `refs/heads/${call.repository.defaultBranch}`)
      throw unprocessable("Cannot delete the default branch");
    checkPush(call, { ref: ref.name, before: ref.sha, after: ZERO, fastForward: true }, []);
    if (!(await moveRef(call.state, call.repository, ref.name, ref.sha, ZERO, call)))
      throw unprocessable("Reference cannot be updated");
    return empty();
  }),
];

const NewCommit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: GivenPerson.optional(),
  committer: GivenPerson.optional(),
  signature: z.string().optional(),
});

const commits: Operation[] = [
  operation("GET", at("commits/{commit_sha}"), read, async (call) => {
    const sha = call.params.commit_sha!;
    const commit = SHA.test(sha) ? await call.repository.git.commit(sha) : null;
    if (!commit) throw notFound();
    return json(renderGitCommit(call.state, call.repository, commit));
  }),
  operation("POST", at("commits"), write, async (call) => {
    const body = readBody(call, NewCommit, "Commit");
    const { git } = call.repository;
    const tree = SHA.test(body.tree) ? await git.info(body.tree) : null;
    if (tree?.type !== "tree") throw unprocessable("Tree SHA does not exist");
    for (const parent of body.parents) {
      const info = SHA.test(parent) ? await git.info(parent) : null;
      if (info?.type !== "commit") throw unprocessable("Parent SHA does not exist or is not a commit object");
    }
    const self = personOf(call.state, call.sender);
    const author = asPerson(self, body.author) ?? self;
    const sha = await git.writeCommit({
      tree: body.tree,
      parents: body.parents,
      author,
      committer: asPerson(self, body.committer) ?? author,
      message: body.message,
    });
    const rendered = renderGitCommit(call.state, call.repository, (await git.commit(sha))!);
    return json(rendered, 201, { Location: rendered.url });
  }),
];

const NewTree = z.object({
  base_tree: z.string().optional(),
  tree: z
    .array(
      z.object({
        path: z.string().optional(),
        mode: z.enum(["100644", "100755", "040000", "160000", "120000"]).optional(),
        type: z.enum(["blob", "tree", "commit"]).optional(),
        sha: z.string().nullable().optional(),
        content: z.string().optional(),
      }),
    )
    .max(100_000),
});

/** GitHub cuts a recursive tree at 100,000 entries. */
const MOST_ENTRIES = 100_000;

async function renderTree(call: Call, sha: string, recursive: boolean) {
  const { git } = call.repository;
  const url = repositoryUrl(call.state, call.repository);
  const found: (TreeEntry & { size?: number })[] = [];
  async function walk(tree: string, prefix: string): Promise<void> {
    const entries = (await git.tree(tree)) ?? [];
    const sized = await Promise.all(
      entries.map(async (entry) => {
        const blob = entry.mode !== "040000" && entry.mode !== "160000";
        const path = `${prefix}${entry.path}`;
        return blob ? { ...entry, path, size: (await git.info(entry.sha))!.size } : { ...entry, path };
      }),
    );
    for (const entry of sized) {
      if (found.length >= MOST_ENTRIES) return;
      found.push(entry);
      if (recursive && entry.mode === "040000") await walk(entry.sha, `${entry.path}/`);
    }
  }
  await walk(sha, "");
  const kind = (mode: string) => (mode === "040000" ? "tree" : mode === "160000" ? "commit" : "blob");
  return {
    sha,
    url: `${url}/git/trees/${sha}`,
    tree: found.map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: kind(entry.mode),
      sha: entry.sha,
      ...(entry.size === undefined ? {} : { size: entry.size }),
      ...(kind(entry.mode) === "commit" ? {} : { url: `${url}/git/${kind(entry.mode)}s/${entry.sha}` }),
    })),
    truncated: found.length >= MOST_ENTRIES,
  };
}

const trees: Operation[] = [
  operation("GET", at("trees/{tree_sha}"), read, async (call) => {
    const { git } = call.repository;
    const name = call.params.tree_sha!;
    const commit = await git.resolve(name);
    const object = commit
      ? await git.info(`${commit}^{tree}`)
      : SHA.test(name)
        ? await git.info(`${name}^{tree}`)
        : null;
    if (object?.type !== "tree") throw notFound();
    return json(await renderTree(call, object.oid, call.query.recursive !== undefined));
  }),
  operation("POST", at("trees"), write, async (call) => {
    const body = readBody(call, NewTree, "Tree");
    const { git } = call.repository;
    let root: string | null = null;
    if (body.base_tree !== undefined) {
      const base = await git.info(`${body.base_tree}^{tree}`);
      if (base?.type !== "tree") throw new HttpError(404, "Not Found");
      root = base.oid;
    }
    for (const entry of body.tree) {
      const path = entry.path ?? "";
      if (
        path === "" ||
        path.startsWith("/") ||
        path.split("/").some((part) => part === "" || part === "." || part === ".." || /^\.git$/i.test(part))
      )
        throw unprocessable(`tree.path contains a malformed path component`);
      if (entry.sha === null) {
        root = await replaceInTree(git, root, path, null);
        continue;
      }
      let sha = entry.sha;
      if (sha === undefined) {
        if (entry.content === undefined) throw unprocessable("Must supply either tree.sha or tree.content");
        sha = await git.writeBlob(Buffer.from(entry.content));
      } else if (entry.mode !== "160000" && !(SHA.test(sha) && (await git.info(sha))))
        throw unprocessable(`tree.sha ${sha} is not a valid ${entry.type ?? "blob"}`);
      if (!entry.mode) throw unprocessable("Must supply a valid tree.mode");
      root = await replaceInTree(git, root, path, { mode: entry.mode, sha });
    }
    const rendered = await renderTree(call, root ?? (await git.writeTree([])), false);
    return json(rendered, 201, { Location: rendered.url });
  }),
];

const blobs: Operation[] = [
  operation("GET", at("blobs/{file_sha}"), read, async (call) => {
    const sha = call.params.file_sha!;
    const blob = SHA.test(sha) ? await call.repository.git.object(sha) : null;
    if (blob?.type !== "blob") throw notFound();
    if (/application\/vnd\.github(\.v3)?\.raw/.test(call.accept))
      return {
        status: 200,
        raw: { type: "application/vnd.github.raw; charset=utf-8", content: blob.content },
      };
    return json({
      sha,
      node_id: nodeId("Blob", `${call.repository.id}:${sha}`),
      size: blob.content.length,
      url: `${repositoryUrl(call.state, call.repository)}/git/blobs/${sha}`,
      content: blob.content.toString("base64").replace(/.{1,60}/g, "$&\n"),
      encoding: "base64",
    });
  }),
  operation("POST", at("blobs"), write, async (call) => {
    const body = readBody(
      call,
      z.object({ content: z.string(), encoding: z.string().default("utf-8") }),
      "Blob",
    );
    if (!["utf-8", "base64"].includes(body.encoding)) throw unprocessable("Encoding must be utf-8 or base64");
    const sha = await call.repository.git.writeBlob(
      Buffer.from(body.content, body.encoding === "base64" ? "base64" : "utf8"),
    );
    const url = `${repositoryUrl(call.state, call.repository)}/git/blobs/${sha}`;
    return json({ url, sha }, 201, { Location: url });
  }),
];

const NewTag = z.object({
  tag: z.string(),
  message: z.string(),
  object: z.string(),
  type: z.enum(["commit", "tree", "blob"]),
  tagger: GivenPerson.optional(),
});

async function renderTag(call: Call, sha: string) {
  const tag = await call.repository.git.tag(sha);
  if (!tag) throw notFound();
  const url = repositoryUrl(call.state, call.repository);
  return {
    node_id: nodeId("Tag", `${call.repository.id}:${sha}`),
    tag: tag.tag,
    sha,
    url: `${url}/git/tags/${sha}`,
    message: tag.message,
    tagger: tag.tagger
      ? { name: tag.tagger.name, email: tag.tagger.email, date: personDate(tag.tagger) }
      : { name: "", email: "", date: "1970-01-01T00:00:00Z" },
    object: { sha: tag.object, type: tag.type, url: `${url}/git/${tag.type}s/${tag.object}` },
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
}

const tags: Operation[] = [
  operation("GET", at("tags/{tag_sha}"), read, async (call) => {
    if (!SHA.test(call.params.tag_sha!)) throw notFound();
    return json(await renderTag(call, call.params.tag_sha!));
  }),
  operation("POST", at("tags"), write, async (call) => {
    const body = readBody(call, NewTag, "Tag");
    const target = SHA.test(body.object) ? await call.repository.git.info(body.object) : null;
    if (target?.type !== body.type) throw unprocessable("Object does not exist or is of another type");
    const self = personOf(call.state, call.sender);
    const sha = await call.repository.git.writeTag({ ...body, tagger: asPerson(self, body.tagger) ?? self });
    return json(await renderTag(call, sha), 201);
  }),
];

/** https://docs.github.com/rest/git */
export const gitData: Operation[] = [...refs, ...commits, ...trees, ...blobs, ...tags];
