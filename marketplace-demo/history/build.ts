import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import picomatch from "picomatch";
import { GitFailed, runGit } from "../world/run-git.ts";
import { type HistoryCommit, readHistory } from "./read-history.ts";

const SHOP = join(import.meta.dirname, "../shop");
const HISTORY = join(import.meta.dirname, "history.yml");
const PATCHES = join(import.meta.dirname, "patches");

/**
 * Makes a git repository at `targetDir` whose branch `main` holds the marketplace's history. Its head's tree is
 * `marketplace-demo/shop` exactly; the same files always give the same commits.
 *
 * Only the final tree and the changes between commits are kept, so the trees are found backwards: from the shop as it
 * is, each commit's patch is taken out again and the files that it added are removed.
 *
 * @throws where a file of the shop belongs to no commit, or a patch no longer fits it; the message says what to do.
 */
export async function buildHistory(targetDir: string): Promise<{ head: string }> {
  const { people, commits } = await readHistory(HISTORY);
  await mkdir(targetDir, { recursive: true });
  const git = (args: string[], env: NodeJS.ProcessEnv = {}) => runGit(targetDir, args, env);
  await git(["init", "--quiet", "--initial-branch=main"]);
  await git(["-c", "core.fileMode=false", "--work-tree", SHOP, "add", "--all"]);

  const trees: string[] = [];
  for (const commit of commits.toReversed()) {
    trees.unshift((await git(["write-tree"])).trim());
    await takeOut(targetDir, commit);
  }
  const left = (await git(["ls-files"])).trim();
  if (left)
    throw new Error(`history.yml: no commit adds ${left.split("\n").join(", ")}. Add it to one's files.`);

  let head = "";
  for (const [index, { author, date, message }] of commits.entries()) {
    const { name, email } = people[author]!;
    const parent = head ? ["-p", head] : [];
    const made = await git(["commit-tree", trees[index]!, ...parent, "-m", message.trim()], {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: date,
    });
    head = made.trim();
  }
  await git(["update-ref", "refs/heads/main", head]);
  await git(["reset", "--quiet", "--hard"]);
  return { head };
}

/** Brings the index from what a commit left to what it found. */
async function takeOut(repository: string, { message, files, patch }: HistoryCommit): Promise<void> {
  if (files.length > 0) {
    const belongs = picomatch(files, { dot: true });
    const added = (await runGit(repository, ["ls-files"])).split("\n").filter((path) => belongs(path));
    const unused = files.filter((glob) => !added.some((path) => picomatch(glob, { dot: true })(path)));
    if (unused.length > 0) {
      throw new Error(
        `history.yml: "${message.trim()}" adds ${unused.join(", ")}, but no such file is left to add.`,
      );
    }
    await runGit(repository, ["update-index", "--force-remove", "--", ...added]);
  }
  if (patch) {
    try {
      await runGit(repository, [
        "apply",
        "--cached",
        "--reverse",
        "--whitespace=nowarn",
        join(PATCHES, patch),
      ]);
    } catch (error) {
      if (!(error instanceof GitFailed)) throw error;
      throw new Error(
        `history/patches/${patch} no longer fits marketplace-demo/shop; make it anew. ${error.stderr}`,
      );
    }
  }
}
