import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { GitFailed, runGit } from "./run-git.ts";

export type Pushed = { sha: string; patch: string; culprit: boolean; at: number };

/** One patch that is to be a commit. */
export type Commit = {
  patch: string;
  message: string;
  author: string;
  culprit: boolean;
  /** Called with each commit that is about to be pushed; only the last one stays where somebody was faster. */
  onCommitted?: (sha: string) => void;
};

export type Committer = {
  /** Commits patches on top of what the branch holds now, and pushes them at once; tries again when somebody was faster. */
  push(commits: readonly Commit[]): Promise<Pushed[]>;
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
    async push(commits) {
      for (let attempt = 1; ; attempt++) {
        await refresh();
        const made: Omit<Pushed, "at">[] = [];
        for (const { patch, message, author, culprit, onCommitted } of commits) {
          await runGit(directory, ["apply", "--index", "--whitespace=nowarn", patch]);
          await runGit(directory, ["commit", "--quiet", "--no-verify", "-m", message], identityOf(author));
          const sha = (await runGit(directory, ["rev-parse", "HEAD"])).trim();
          onCommitted?.(sha);
          made.push({ sha, patch, culprit });
        }
        try {
          await runGit(directory, ["push", "--quiet", "origin", `HEAD:${branch}`]);
        } catch (error) {
          const raced =
            error instanceof GitFailed && /rejected|fetch first|non-fast-forward/.test(error.stderr);
          if (!raced || attempt >= 5) throw error;
          continue;
        }
        const at = Date.now();
        return made.map((one) => ({ ...one, at }));
      }
    },
  };
}

function identityOf(author: string): NodeJS.ProcessEnv {
  const name = author.trim();
  const email = `${name.toLowerCase().replace(/[^a-z0-9]+/g, ".")}@marketplace.example`;
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}
