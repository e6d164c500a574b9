import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { changePolicy } from "../../marketplace-demo/world/change-policy.ts";
import { runGit } from "../../marketplace-demo/world/run-git.ts";
import { parsePolicy } from "../../src/config/policy-file.ts";

const SHOP = join(import.meta.dirname, "../../marketplace-demo/shop/.sre-space.yml");

it("sets what a fault says in the team's own policy, and keeps the rest of the file", async () => {
  const directory = await mkdtemp(join(tmpdir(), "sre-space-policy-"));
  try {
    const [remote, clone] = [join(directory, "remote"), join(directory, "clone")];
    await mkdir(remote);
    await runGit(remote, ["init", "--quiet", "--initial-branch=main"]);
    await cp(SHOP, join(remote, ".sre-space.yml"));
    await runGit(remote, ["add", "--all"]);
    await runGit(remote, [
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@b.c",
      "commit",
      "--quiet",
      "-m",
      "policy",
    ]);
    await runGit(remote, ["config", "receive.denyCurrentBranch", "ignore"]);
    await runGit(directory, ["clone", "--quiet", remote, clone]);
    const sha = await changePolicy(clone, {
      guardrails: { min_confidence: 0.8, max_merges: { per_hour: 5 }, remedies: ["revert", "replay"] },
      verify: { window: "20s" },
      notify: { dashboard: true },
      model: { send: "none" },
    });
    expect((await runGit(remote, ["rev-parse", "main"])).trim()).toBe(sha);
    const before = await readFile(SHOP, "utf8");
    const after = await runGit(remote, ["show", "main:.sre-space.yml"]);
    const { policy, problems } = parsePolicy(after);
    expect(problems).toEqual([]);
    expect(policy).toMatchObject({
      mode: "merge",
      guardrails: {
        min_confidence: 0.8,
        remedies: ["revert", "replay"],
        max_merges: { per_hour: 5, per_day: 100 },
        required_checks: ["ci"],
      },
      verify: { window: 20, rollback: true },
      notify: { dashboard: true, labels: ["incident"] },
      model: { send: "none" },
    });
    const comments = (text: string) => text.split("\n").filter((line) => line.trim().startsWith("#"));
    expect(comments(after)).toEqual(comments(before));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
