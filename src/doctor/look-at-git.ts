import { spawnSync } from "node:child_process";
import type { Finding } from "./finding.ts";

/** The demo's GitHub merges by `git merge-tree --write-tree`: https://git-scm.com/docs/git-merge-tree, new in git 2.38. */
const NEEDED = [2, 38] as const;

/** Whether there is a git, for what needs one: the service does without. */
export function lookAtGit(version: string | null = versionOfGit()): Finding {
  const about = "git";
  if (version === null)
    return {
      about,
      state: "odd",
      says: "there is none on the PATH",
      todo: "Install it for npm run demo, and to diagnose a bundle that names a clone. The service does without.",
    };
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(version) ?? [];
  const [least, from] = NEEDED;
  return Number(major) > least || (Number(major) === least && Number(minor) >= from)
    ? { about, state: "good", says: version }
    : {
        about,
        state: "odd",
        says: `${version} is too old for the demo`,
        todo: `Install git ${NEEDED.join(".")} or later for npm run demo. The service does without.`,
      };
}

function versionOfGit(): string | null {
  const { error, stdout } = spawnSync("git", ["--version"], { encoding: "utf8" });
  return error ? null : stdout.replace("git version", "").trim();
}
