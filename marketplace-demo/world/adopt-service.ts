import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runGit } from "./run-git.ts";
import type { Delivery } from "./start-hooks.ts";
import type { LocalGitHub } from "./start-local-github.ts";

const PATIENCE = 60_000;

/**
 * The road that every repository takes: its owner installs the App, the App proposes a policy in a pull request, the
 * team puts its own in the place of that, and merges. Answers the merge commit.
 */
export async function adoptService(options: {
  github: LocalGitHub;
  /** Where the team's own policy is kept: a commit of its history. */
  ground: { history: string; policy: string };
  /** For the team's clone. */
  directory: string;
  say(line: string): void;
}): Promise<string> {
  const { github, ground, directory, say } = options;
  const proposed = nextPull(github);
  github.installService();
  const { number, head } = await proposed;
  const git = (...args: string[]) => runGit(directory, args);
  await runGit(ground.history, ["clone", "--quiet", "--branch", head.ref, github.remote, directory]);
  const policy = await runGit(ground.history, ["show", `${ground.policy}:.sre-space.yml`]);
  await writeFile(join(directory, ".sre-space.yml"), policy);
  const team = ["-c", "user.name=Fernhill engineering", "-c", "user.email=engineering@fernhill.example"];
  await git(...team, "commit", "--quiet", "--all", "-m", "ops: SRE-Space may revert what broke production");
  await git("push", "--quiet", "origin", `HEAD:${head.ref}`);
  const merged = await github.mergePull(number);
  say(`the team put its own policy into pull request #${number} and merged it as ${merged.slice(0, 7)}`);
  return merged;
}

/** The next pull request that the App opens. */
function nextPull(github: LocalGitHub): Promise<NonNullable<Delivery["payload"]["pull_request"]>> {
  return new Promise((resolve, reject) => {
    const late = `SRE-Space was installed and proposed no policy within ${PATIENCE / 1_000} s; read its log.`;
    const timer = setTimeout(() => over(() => reject(new Error(late))), PATIENCE);
    const stop = github.onDelivery(({ event, payload: { action, pull_request: pull } }) => {
      if (event !== "pull_request" || action !== "opened" || pull?.user.login !== github.serviceBot) return;
      over(() => resolve(pull));
    });
    function over(how: () => void): void {
      clearTimeout(timer);
      stop();
      how();
    }
  });
}
