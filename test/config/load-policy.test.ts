import { expect, test } from "vitest";
import { loadPolicy } from "../../src/config/load-policy.ts";
import type { File, RepoReader } from "../../src/contracts/ports/repo-reader.ts";

const HEAD = "a".repeat(40);

/** A repository of these files on its default branch, which notes what was asked of it. */
function repositoryOf(files: Record<string, Partial<File>>): { reader: RepoReader; asked: string[] } {
  const asked: string[] = [];
  const refuse = () => Promise.reject(new Error("not needed for a policy"));
  return {
    asked,
    reader: {
      repository: "acme/shop",
      defaultBranch: async () => ({ name: "main", sha: HEAD }),
      file: async (path, ref) => {
        asked.push(`${path}@${ref}`);
        const file = files[path];
        return file
          ? { path, mode: "100644", blob: `blob of ${path}`, content: "", binary: false, ...file }
          : null;
      },
      commit: refuse,
      commitsBetween: refuse,
      commitsSince: refuse,
      tree: refuse,
      deployments: refuse,
    },
  };
}

test("the file at the root of the default branch counts", async () => {
  const { reader, asked } = repositoryOf({
    ".sre-space.yml": { content: "version: 1\nmode: merge" },
    ".github/sre-space.yml": { content: "version: 1\nmode: propose" },
  });
  expect(await loadPolicy(reader)).toMatchObject({
    policy: { mode: "merge" },
    source: { path: ".sre-space.yml", blob: "blob of .sre-space.yml" },
    problems: [],
  });
  expect(asked).toEqual([`.sre-space.yml@${HEAD}`]);
});

test("else the one in .github", async () => {
  const { reader } = repositoryOf({ ".github/sre-space.yml": { content: "version: 1\nmode: propose" } });
  expect(await loadPolicy(reader)).toMatchObject({
    policy: { mode: "propose" },
    source: { path: ".github/sre-space.yml" },
  });
});

test("a broken file at the root is not passed over for another", async () => {
  const { reader } = repositoryOf({
    ".sre-space.yml": { content: "version: 1\nmode: marge" },
    ".github/sre-space.yml": { content: "version: 1\nmode: merge" },
  });
  const loaded = await loadPolicy(reader);
  expect(loaded.policy.mode).toBe("report");
  expect(loaded.source?.path).toBe(".sre-space.yml");
  expect(loaded.problems).toHaveLength(1);
});

test("with no file it only reports", async () => {
  const { reader } = repositoryOf({});
  expect(await loadPolicy(reader)).toMatchObject({ policy: { mode: "report" }, source: null, problems: [] });
});

test.each([
  ["a link", { mode: "120000", content: "../elsewhere.yml" }, /link/],
  ["bytes that are no text", { binary: true }, /UTF-8/],
])("%s is a problem", async (_, file, say) => {
  const { policy, problems } = await loadPolicy(repositoryOf({ ".sre-space.yml": file }).reader);
  expect(policy.mode).toBe("report");
  expect(problems[0]?.message).toMatch(say);
});

test("a repository that cannot be read has no policy", async () => {
  const { reader } = repositoryOf({});
  const broken = { ...reader, file: () => Promise.reject(new Error("503")) };
  await expect(loadPolicy(broken)).rejects.toThrow("503");
});
