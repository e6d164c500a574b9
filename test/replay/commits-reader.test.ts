import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BundleCommit } from "../../src/contracts/bundle.ts";
import { cloneReader } from "../../src/replay/clone-reader.ts";
import { commitsReader } from "../../src/replay/commits-reader.ts";

const sha = (digit: string) => digit.repeat(40);
const listed = (...commits: { sha: string; parents?: string[]; minute: number; files?: unknown[] }[]) =>
  commits.map(({ sha: of, parents, minute, files }) =>
    BundleCommit.parse({
      sha: of,
      ...(parents ? { parents: parents.map((one) => ({ sha: one })) } : {}),
      commit: { message: "m", author: { date: new Date(minute * 60_000).toISOString() } },
      files,
    }),
  );

it("orders commits by ancestry where they hang together, whatever their dates", async () => {
  const reader = commitsReader(
    "o/r",
    listed(
      { sha: sha("c"), parents: [sha("b")], minute: 1 },
      { sha: sha("a"), parents: [sha("0")], minute: 3 },
      { sha: sha("b"), parents: [sha("a")], minute: 2 },
    ),
    [],
  );
  const between = await reader.commitsBetween(sha("a"), sha("c"));
  expect(between?.map((one) => one.sha)).toEqual([sha("b"), sha("c")]);
  expect((await reader.defaultBranch()).sha).toBe(sha("c"));
});

it("takes a selection of commits for one line in the order of dates", async () => {
  const reader = commitsReader(
    "o/r",
    listed(
      { sha: sha("b"), parents: [sha("8")], minute: 2 },
      { sha: sha("a"), parents: [sha("9")], minute: 1 },
    ),
    [],
  );
  expect(await reader.commit("aaaaaaa")).toMatchObject({ sha: sha("a"), parents: [] });
  expect(await reader.commit("ffffffff")).toBeNull();
  expect((await reader.commitsSince(new Date(0).toISOString(), 10)).map((one) => one.sha)).toEqual([
    sha("b"),
    sha("a"),
  ]);
});

it("knows of a file what the patches tell, each line on its own number", async () => {
  const files = [
    { filename: "a.js", status: "modified", patch: "@@ -3,3 +3,3 @@\n three\n-four\n+vier\n five" },
  ];
  const reader = commitsReader("o/r", listed({ sha: sha("a"), minute: 1, files }), []);
  expect((await reader.file("a.js", sha("a")))?.content).toBe("\n\nthree\nvier\nfive\n");
  expect(await reader.file("b.js", sha("a"))).toBeNull();
});

it("reads a git clone as it reads GitHub", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sre-space-clone-"));
  try {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder })
        .toString()
        .trim();
    git("init", "-q", "-b", "trunk");
    writeFileSync(join(folder, "a b.txt"), "one\n");
    git("add", ".");
    git("commit", "-qm", "first");
    writeFileSync(join(folder, "a b.txt"), "two\n");
    git("commit", "-qam", "second");
    const [first, second] = [git("rev-parse", "HEAD~1"), git("rev-parse", "HEAD")];
    const reader = await cloneReader("o/r", folder, []);
    expect(await reader.defaultBranch()).toEqual({ name: "trunk", sha: second });
    expect(await reader.commit(second.slice(0, 8))).toMatchObject({
      sha: second,
      parents: [first],
      message: "second",
      files: [
        { path: "a b.txt", status: "modified", additions: 1, deletions: 1, patch: "@@ -1 +1 @@\n-one\n+two" },
      ],
    });
    expect((await reader.commitsBetween(first, second))?.map((one) => one.sha)).toEqual([second]);
    expect((await reader.file("a b.txt", first))?.content).toBe("one\n");
    expect(await reader.commit("--upload-pack=evil")).toBeNull();
    await expect(cloneReader("o/r", tmpdir(), [])).rejects.toThrow();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
