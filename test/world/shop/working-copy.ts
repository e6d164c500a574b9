import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildHistory } from "../../../marketplace-demo/history/build.ts";
import { runGit } from "../../../marketplace-demo/world/run-git.ts";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "../../..");
const WHO = {
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@marketplace.example",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@marketplace.example",
};

export type WorkingCopy = {
  directory: string;
  head: string;
  git(...args: string[]): Promise<string>;
  /** Commits one patch as the marketplace's developers do; returns the commit. */
  apply(patch: string): Promise<string>;
  /** The shop's own tests, as its CI runs them; rejects with their output where one fails. */
  npmTest(): Promise<void>;
  remove(): Promise<void>;
};

/** The marketplace's repository with its history, checked out in a temporary directory. */
export async function openWorkingCopy(): Promise<WorkingCopy> {
  const directory = await mkdtemp(join(tmpdir(), "shop-copy-"));
  const { head } = await buildHistory(directory);
  await symlink(join(ROOT, "node_modules"), join(directory, "node_modules"), "dir");
  const git = (...args: string[]) => runGit(directory, args, WHO);
  return {
    directory,
    head,
    git,
    async apply(patch) {
      await git("apply", "--index", "--whitespace=nowarn", patch);
      await git("commit", "--quiet", "-m", patch);
      return (await git("rev-parse", "HEAD")).trim();
    },
    async npmTest() {
      const { DATABASE_URL: _, ...environment } = process.env;
      await run("npm", ["test", "--silent"], { cwd: directory, env: environment });
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
