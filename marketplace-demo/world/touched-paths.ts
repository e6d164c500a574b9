import { GitFailed, runGit } from "./run-git.ts";

/**
 * Every path that the commits after `from` up to `to` touch, including those that a later one put back. A `to` that
 * does not descend from `from` (a forced push) is compared tree by tree.
 */
export async function touchedPaths(repository: string, from: string, to: string): Promise<string[]> {
  const descends = await runGit(repository, ["merge-base", "--is-ancestor", from, to]).then(
    () => true,
    (error) => !(error instanceof GitFailed),
  );
  const listed = descends
    ? await runGit(repository, [
        "log",
        "-m",
        "--first-parent",
        "-z",
        "--format=",
        "--name-only",
        `${from}..${to}`,
      ])
    : await runGit(repository, ["diff", "-z", "--name-only", from, to]);
  return [...new Set(listed.split("\0").map((path) => path.trim()))].filter((path) => path !== "");
}
