import type { Committer } from "./push-commits.ts";
import { GitFailed, runGit } from "./run-git.ts";

const WHO = "Ines Duarte";

/** Takes commits back as somebody on call would: `git revert`, newest first, and a push. Throws where they conflict. */
export async function revertCommits(committer: Committer, shas: readonly string[]): Promise<void> {
  const { directory } = committer;
  const email = `${WHO.toLowerCase().replace(" ", ".")}@marketplace.example`;
  const identity = {
    GIT_AUTHOR_NAME: WHO,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: WHO,
    GIT_COMMITTER_EMAIL: email,
  };
  for (let attempt = 1; ; attempt++) {
    await committer.refresh();
    for (const sha of [...shas].reverse()) {
      try {
        await runGit(directory, ["revert", "--no-edit", sha], identity);
      } catch (error) {
        await runGit(directory, ["revert", "--abort"]).catch(() => {});
        if (!(error instanceof GitFailed)) throw error;
        throw new Error(
          `git revert ${sha.slice(0, 7)} conflicts, or it was taken back already: ${error.stderr.split("\n", 1)[0]}`,
        );
      }
    }
    try {
      await runGit(directory, ["push", "--quiet", "origin", "HEAD:main"]);
      return;
    } catch (error) {
      const raced = error instanceof GitFailed && /rejected|fetch first|non-fast-forward/.test(error.stderr);
      if (!raced || attempt >= 5) throw error;
    }
  }
}
