import { z } from "zod";
import type { TreeEntry } from "../git/objects.ts";
import { replaceInTree } from "../git/replace-in-tree.ts";
import { HttpError, notFound, unprocessable } from "../http/errors.ts";
import { type Call, json, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { repositoryUrl } from "../render/repository.ts";

const SHA = /^[0-9a-f]{40}$/;
const read = needs("contents:read");
const write = needs("contents:write", "write");
const at = (rest: string) => `/repos/{owner}/{repo}/git/${rest}`;

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

/** https://docs.github.com/rest/git/trees */
export const trees: Operation[] = [
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
