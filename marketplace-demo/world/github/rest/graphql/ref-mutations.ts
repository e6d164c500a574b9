import { z } from "zod";
import { moveRef } from "../../git/move-ref.ts";
import { replaceInTree } from "../../git/replace-in-tree.ts";
import { personOf } from "../../render/commit.ts";
import { checkPush } from "../../rules/check-push.ts";
import type { Repository } from "../../state.ts";
import { refs } from "../refs.ts";
import { byRest, findNode, type Mutation, Refusal, within } from "./mutation.ts";

const RIGHTS = { rights: "contents:write", role: "write" } as const;

const Branch = z.object({
  repositoryNameWithOwner: z.string().optional(),
  branchName: z.string().optional(),
});
const NewCommit = z.object({
  branch: Branch,
  expectedHeadOid: z.string(),
  message: z.object({ headline: z.string(), body: z.string().nullish() }),
  fileChanges: z.object({
    additions: z.array(z.object({ path: z.string(), contents: z.base64() })).default([]),
    deletions: z.array(z.object({ path: z.string() })).default([]),
  }),
});
const Update = z.object({
  repositoryId: z.string(),
  refUpdates: z.array(
    z.object({
      name: z.string(),
      beforeOid: z.string().nullish(),
      afterOid: z.string(),
      force: z.boolean().default(false),
    }),
  ),
});

function given<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input);
  if (!read.success) throw new Refusal("argumentNotAccepted", read.error.message);
  return read.data;
}

const repositoryOf = (call: Parameters<Mutation>[0], id: unknown): Repository =>
  findNode(call, id, "Repository", (one, wanted) => (one.id === wanted ? one : undefined)).repository;

/** https://docs.github.com/graphql/reference/mutations, as far as references and commits go. */
export const refMutations: Record<string, Mutation> = {
  async createRef(call, { repositoryId, name, oid }) {
    const as = within(call, repositoryOf(call, repositoryId), { ...RIGHTS, body: { ref: name, sha: oid } });
    await byRest(refs, "POST", "/repos/{owner}/{repo}/git/refs", as);
    return { ref: { name } };
  },

  /** https://docs.github.com/graphql/reference/mutations#createcommitonbranch: a compare-and-swap, of text and bytes without modes. */
  async createCommitOnBranch(call, input) {
    const { branch, expectedHeadOid, message, fileChanges } = given(NewCommit, input);
    const repository = [...call.state.repositories.values()].find(
      (one) =>
        `${one.owner.login}/${one.name}`.toLowerCase() === branch.repositoryNameWithOwner?.toLowerCase(),
    );
    if (!repository) throw new Refusal("NOT_FOUND", "Could not resolve to a Repository with that name.");
    const as = within(call, repository, RIGHTS);
    const { git } = repository;
    const name = `refs/heads/${branch.branchName}`;
    const head = await git.ref(name);
    if (!head) throw new Refusal("NOT_FOUND", `No branch named "${branch.branchName}"`);
    const stale = () =>
      new Refusal(
        "STALE_DATA",
        `Expected branch to point to "${expectedHeadOid}" but it did not. Pull and try again.`,
      );
    if (head !== expectedHeadOid) throw stale();
    const paths = [...fileChanges.additions, ...fileChanges.deletions].map(({ path }) => path);
    checkPush(as, { ref: name, before: head, after: head, fastForward: true }, paths);
    let root: string | null = (await git.commit(head))!.tree;
    const modeOf = async (path: string) => {
      const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
      const entries = await git.tree(folder ? `${head}^{tree}:${folder}` : `${head}^{tree}`);
      return entries?.find((entry) => entry.path === path.slice(path.lastIndexOf("/") + 1))?.mode;
    };
    for (const { path } of fileChanges.deletions) {
      if ((await modeOf(path)) === undefined)
        throw new Refusal("UNPROCESSABLE", `A path was requested for deletion which does not exist: ${path}`);
      root = await replaceInTree(git, root, path, null);
    }
    for (const { path, contents } of fileChanges.additions) {
      const sha = await git.writeBlob(Buffer.from(contents, "base64"));
      root = await replaceInTree(git, root, path, { mode: (await modeOf(path)) ?? "100644", sha });
    }
    const self = personOf(as.state, as.sender);
    const commit = await git.writeCommit({
      tree: root,
      parents: [head],
      author: self,
      committer: { ...self, name: "GitHub", email: "noreply@github.com" },
      message: message.body ? `${message.headline}\n\n${message.body}` : message.headline,
    });
    if (!(await moveRef(as.state, repository, name, head, commit, as))) throw stale();
    return { commit: { oid: commit, url: "" } };
  },

  /** https://docs.github.com/graphql/reference/mutations#updaterefs */
  async updateRefs(call, input) {
    const { repositoryId, refUpdates } = given(Update, input);
    const repository = repositoryOf(call, repositoryId);
    const as = within(call, repository, RIGHTS);
    for (const { name, beforeOid, afterOid, force } of refUpdates) {
      const before = await repository.git.ref(name);
      if (!before || (beforeOid && beforeOid !== before))
        throw new Refusal("STALE_DATA", `${name} is not at ${beforeOid}`);
      const fastForward = await repository.git.isAncestor(before, afterOid);
      if (!fastForward && !force) throw new Refusal("UNPROCESSABLE", "Update is not a fast forward");
      const files = await repository.git.diff(before, afterOid);
      checkPush(
        as,
        { ref: name, before, after: afterOid, fastForward },
        files.map((file) => file.path),
      );
      if (!(await moveRef(as.state, repository, name, before, afterOid, as)))
        throw new Refusal("STALE_DATA", `${name} has moved`);
    }
    return { clientMutationId: null };
  },
};
