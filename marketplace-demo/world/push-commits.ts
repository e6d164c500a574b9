import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { GitFailed, runGit } from "./run-git.ts";

export type Pushed = { sha: string; patch: string; culprit: boolean; at: number };

export type Committer = {
  /** Commits one patch on top of what the branch holds now, and pushes it; tries again when somebody was faster. */
  push(commit: {
    patch: string;
    message: string;
    author: string;
    culprit: boolean;
    /** Called with each commit that is about to be pushed; only the last one stays where somebody was faster. */
    onCommitted?: (sha: string) => void;
  }): Promise<Pushed>;
  /** Brings the clone to what the branch holds now and returns its head. */
  refresh(): Promise<string>;
  directory: string;
};

/** The marketplace's developers: a clone of their own and real pushes over HTTP, under their own names. */
export async function openCommitter(options: {
  remote: string;
  branch: string;
  directory: string;
}): Promise<Committer> {
  const { remote, branch, directory } = options;
  await mkdir(join(directory, ".."), { recursive: true });
  await runGit(join(directory, ".."), ["clone", "--quiet", "--branch", branch, remote, directory]);

  async function refresh(): Promise<string> {
    await runGit(directory, ["fetch", "--quiet", "origin", branch]);
    await runGit(directory, ["reset", "--quiet", "--hard", `origin/${branch}`]);
    return (await runGit(directory, ["rev-parse", "HEAD"])).trim();
  }

  return {
    directory,
    refresh,
    async push({ patch, message, author, culprit, onCommitted }) {
      const name = author.trim();
      const email = `${name.toLowerCase().replace(/[^a-z0-9]+/g, ".")}@marketplace.example`;
      const who = {
        GIT_AUTHOR_NAME: name,
        GIT_AUTHOR_EMAIL: email,
        GIT_COMMITTER_NAME: name,
        GIT_COMMITTER_EMAIL: email,
      };
      for (let attempt = 1; ; attempt++) {
        await refresh();
        await runGit(directory, ["apply", "--index", "--whitespace=nowarn", patch]);
        await runGit(directory, ["commit", "--quiet", "--no-verify", "-m", message], who);
        const sha = (await runGit(directory, ["rev-parse", "HEAD"])).trim();
        onCommitted?.(sha);
        try {
          await runGit(directory, ["push", "--quiet", "origin", `HEAD:${branch}`]);
        } catch (error) {
          const raced =
            error instanceof GitFailed && /rejected|fetch first|non-fast-forward/.test(error.stderr);
          if (!raced || attempt >= 5) throw error;
          continue;
        }
        return { sha, patch, culprit, at: Date.now() };
      }
    },
  };
}
