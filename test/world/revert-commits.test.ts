import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Committer, openCommitter } from "../../marketplace-demo/world/push-commits.ts";
import { revertCommits } from "../../marketplace-demo/world/revert-commits.ts";
import { runGit } from "../../marketplace-demo/world/run-git.ts";

const WHO = ["-c", "user.name=Dev", "-c", "user.email=dev@example.com"];

let directory: string;
let remote: string;
let author: string;
let committer: Committer;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "revert-"));
  remote = join(directory, "remote.git");
  author = join(directory, "author");
  await runGit(directory, ["init", "--quiet", "--bare", "--initial-branch=main", remote]);
  await runGit(directory, ["clone", "--quiet", remote, author]);
  await runGit(author, ["checkout", "--quiet", "-b", "main"]);
  await commit("a.txt", "one\ntwo\nthree\n");
  committer = await openCommitter({ remote, branch: "main", directory: join(directory, "committer") });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function commit(file: string, text: string): Promise<string> {
  await writeFile(join(author, file), text);
  await runGit(author, ["add", file]);
  await runGit(author, [...WHO, "commit", "--quiet", "-m", `write ${file}`]);
  await runGit(author, ["push", "--quiet", "origin", "HEAD:main"]);
  return (await runGit(author, ["rev-parse", "HEAD"])).trim();
}
const onMain = (file: string) => runGit(author, ["show", `origin/main:${file}`]);

it("takes the commits back that it is told, newest first, and what came between stays", async () => {
  const first = await commit("a.txt", "one\nTWO\nthree\n");
  await commit("b.txt", "innocent\n");
  const second = await commit("a.txt", "one\nTWO!\nthree\n");
  await revertCommits(committer, [first, second]);
  await runGit(author, ["fetch", "--quiet"]);
  expect(await onMain("a.txt")).toBe("one\ntwo\nthree\n");
  expect(await onMain("b.txt")).toBe("innocent\n");
  expect(await runGit(author, ["log", "-1", "--format=%an", "origin/main"])).toBe("Ines Duarte\n");
});

it("says that it conflicts, pushes nothing, and can be asked again", async () => {
  const guilty = await commit("a.txt", "one\nTWO\nthree\n");
  await commit("a.txt", "one\nSECOND\nthree\n");
  await expect(revertCommits(committer, [guilty])).rejects.toThrow(/conflicts, or it was taken back already/);
  await runGit(author, ["fetch", "--quiet"]);
  expect(await onMain("a.txt")).toBe("one\nSECOND\nthree\n");
  expect(await readFile(join(committer.directory, "a.txt"), "utf8")).toBe("one\nSECOND\nthree\n");
  const last = await commit("b.txt", "more\n");
  await revertCommits(committer, [last]);
});
