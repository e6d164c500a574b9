import { existsSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { GitFailed, runGit } from "./run-git.ts";

export type Checkouts = {
  /** The bare mirror, for reading history. */
  mirror: string;
  /** Fetches what the remote has now. */
  fetch(): Promise<void>;
  /** A working tree of `sha`, with the dependencies in place; the same directory for the same commit. */
  of(sha: string): Promise<string>;
};

/**
 * Working trees of the marketplace's repository for those who run its commits (the deployer, CI): one mirror and one
 * directory a commit. `node_modules` is a symbolic link, because every commit of the demo has the same dependencies.
 */
export async function openCheckouts(options: {
  remote: string;
  directory: string;
  nodeModules: string;
}): Promise<Checkouts> {
  const mirror = join(options.directory, "mirror.git");
  await mkdir(options.directory, { recursive: true });
  await runGit(options.directory, ["clone", "--quiet", "--mirror", options.remote, mirror]);
  let last: Promise<unknown> = Promise.resolve();

  /** git locks refs and the list of working trees: one command at a time. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  }

  const fetch = () => runGit(mirror, ["fetch", "--quiet", "--prune", "origin"]);

  return {
    mirror,
    fetch: () => inTurn(async () => void (await fetch())),
    of: (sha) =>
      inTurn(async () => {
        const directory = join(options.directory, sha);
        if (existsSync(join(directory, "node_modules"))) return directory;
        const known = await runGit(mirror, ["cat-file", "-e", `${sha}^{commit}`]).then(
          () => true,
          (error) => !(error instanceof GitFailed),
        );
        if (!known) await fetch();
        await runGit(mirror, ["worktree", "add", "--quiet", "--force", "--detach", directory, sha]);
        await symlink(options.nodeModules, join(directory, "node_modules"), "dir");
        return directory;
      }),
  };
}
