import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBareRepository } from "../../../marketplace-demo/world/github/git/create-bare-repository.ts";
import { type Git, openGit, ZERO } from "../../../marketplace-demo/world/github/git/git.ts";
import { runGit } from "../../../marketplace-demo/world/github/git/run-git.ts";

let dir: string;
let git: Git;
let tree: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "history-"));
  await createBareRepository(join(dir, "r.git"), "main", null);
  git = openGit(join(dir, "r.git"));
  tree = await git.writeTree([]);
});
afterAll(async () => {
  git.close();
  await rm(dir, { recursive: true, force: true });
});

/** A history as a list: each commit names earlier ones as its parents. */
const histories = fc
  .array(fc.array(fc.nat(), { maxLength: 2 }), { minLength: 2, maxLength: 12 })
  .map((all) =>
    all.map((parents, index) => [...new Set(index === 0 ? [] : parents.map((one) => one % index))]),
  );

async function write(history: number[][], salt: number): Promise<string[]> {
  const shas: string[] = [];
  for (const [index, parents] of history.entries()) {
    const person = { name: "n", email: "n@localhost", time: 1_700_000_000 + index * 60, zone: "+0000" };
    const commit = { tree, parents: parents.map((one) => shas[one]!), author: person, committer: person };
    shas.push(await git.writeCommit({ ...commit, message: `${salt} ${index}` }));
  }
  return shas;
}

const lines = async (...args: string[]) =>
  (await runGit(git.dir, args)).stdout
    .toString()
    .split("\n")
    .filter((line) => line !== "");

test("merge bases, ranges and ancestry are those that git itself finds, for any history", async () => {
  let salt = 0;
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(), fc.nat(), async (history, first, second) => {
      const shas = await write(history, ++salt);
      const a = shas[first % shas.length]!;
      const b = shas[second % shas.length]!;
      const bases = await lines("merge-base", "--all", a, b);
      const base = await git.mergeBase(a, b);
      if (bases.length) expect(bases).toContain(base);
      else expect(base).toBeNull();
      const range = await git.range(a, b);
      expect([...range].sort()).toEqual((await lines("rev-list", a, `^${b}`)).sort());
      for (const [index, sha] of range.entries())
        for (const parent of (await git.commit(sha))!.parents) {
          const at = range.indexOf(parent);
          expect(at === -1 || at > index).toBe(true);
        }
      const { code } = await runGit(git.dir, ["merge-base", "--is-ancestor", a, b]);
      expect(await git.isAncestor(a, b)).toBe(code === 0);
    }),
    { numRuns: 30 },
  );
}, 600_000);

test("a ref moves only from where it stands, and refs are read as git lists them", async () => {
  const [one, two] = await write([[], [0]], 1_000_000);
  expect(await git.swapRef("refs/heads/swap", two!, one!)).toBe(false);
  expect(await git.swapRef("refs/heads/swap", ZERO, one!)).toBe(true);
  expect(await git.swapRef("refs/heads/swap", ZERO, two!)).toBe(false);
  expect(await git.swapRef("refs/heads/swap/below", ZERO, two!)).toBe(false);
  const both = await Promise.all([two!, two!].map((sha) => git.swapRef("refs/heads/swap", one!, sha)));
  expect(both.filter(Boolean)).toHaveLength(1);
  await runGit(git.dir, ["pack-refs", "--all"]);
  expect(await git.swapRef("refs/heads/loose", ZERO, one!)).toBe(true);
  const listed = await lines("for-each-ref", "--format=%(refname) %(objectname) %(objecttype)");
  expect((await git.refs("refs/")).map((ref) => `${ref.name} ${ref.sha} ${ref.type}`)).toEqual(listed);
  expect(await git.swapRef("refs/heads/swap", two!, ZERO)).toBe(true);
  expect(await git.ref("refs/heads/swap")).toBeNull();
}, 600_000);
