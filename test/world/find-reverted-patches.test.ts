import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findRevertedPatches } from "../../marketplace-demo/world/find-reverted-patches.ts";
import { type Committer, openCommitter } from "../../marketplace-demo/world/push-commits.ts";
import { runGit } from "../../marketplace-demo/world/run-git.ts";

let directory: string;
let committer: Committer;
const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "reverted-test-"));
  await runGit(directory, ["init", "--quiet", "--bare", "--initial-branch=main", "origin.git"]);
  await runGit(directory, ["clone", "--quiet", "origin.git", "first"]);
  const first = join(directory, "first");
  await writeFile(join(first, "rating.txt"), `${lines.join("\n")}\n`);
  await runGit(first, ["add", "--all"]);
  await runGit(first, [
    "-c",
    "user.name=dev",
    "-c",
    "user.email=dev@shop.example",
    "commit",
    "--quiet",
    "-m",
    "first",
  ]);
  await runGit(first, ["push", "--quiet", "origin", "HEAD:main"]);
  committer = await openCommitter({
    remote: join(directory, "origin.git"),
    branch: "main",
    directory: join(directory, "developers"),
  });
});

afterEach(() => rm(directory, { recursive: true, force: true }));

async function patch(name: string, line: number): Promise<string> {
  const file = join(directory, `${name}.patch`);
  const changed = lines.map((text, index) => (index === line ? `${text} by ${name}` : text));
  await writeFile(join(committer.directory, "rating.txt"), `${changed.join("\n")}\n`);
  await writeFile(file, await runGit(committer.directory, ["diff"]));
  await runGit(committer.directory, ["checkout", "--quiet", "--", "."]);
  return file;
}

describe("patches that no longer stand", () => {
  it("tells the reverted one from those that survive in the same file", async () => {
    const [early, culprit, late] = [
      await patch("early", 2),
      await patch("culprit", 20),
      await patch("late", 36),
    ];
    const shas: string[] = [];
    for (const [file, author] of [
      [early, "Docs Writer"],
      [culprit, "pricing-dev"],
      [late, "web-dev"],
    ] as const) {
      const change = { patch: file, message: `change by ${author}`, author, culprit: false };
      for (const { sha } of await committer.push([change])) shas.push(sha);
    }
    expect(await runGit(committer.directory, ["log", "-3", "--format=%an"])).toBe(
      "web-dev\npricing-dev\nDocs Writer\n",
    );
    expect(await findRevertedPatches(committer.directory, [early, culprit, late])).toEqual([]);

    const who = {
      GIT_AUTHOR_NAME: "b",
      GIT_AUTHOR_EMAIL: "b@b",
      GIT_COMMITTER_NAME: "b",
      GIT_COMMITTER_EMAIL: "b@b",
    };
    await runGit(committer.directory, ["revert", "--no-edit", shas[1] as string], who);
    expect(await findRevertedPatches(committer.directory, [early, late])).toEqual([]);
    await runGit(committer.directory, ["revert", "--no-edit", shas[2] as string], who);
    expect(await findRevertedPatches(committer.directory, [early, late])).toEqual([late]);
  });

  it("commits on top of what somebody else pushed meanwhile", async () => {
    const [mine, theirs] = [await patch("mine", 5), await patch("theirs", 30)];
    const other = await openCommitter({
      remote: join(directory, "origin.git"),
      branch: "main",
      directory: join(directory, "others"),
    });
    await other.push([{ patch: theirs, message: "theirs", author: "b", culprit: false }]);
    await committer.push([{ patch: mine, message: "mine", author: "a", culprit: false }]);
    expect(await runGit(committer.directory, ["log", "--format=%s"])).toBe("mine\ntheirs\nfirst\n");
  });
});
