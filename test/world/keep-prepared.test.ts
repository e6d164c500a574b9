import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashFiles } from "../../marketplace-demo/world/hash-files.ts";
import { keepPrepared } from "../../marketplace-demo/world/keep-prepared.ts";

let parent: string;
let made: number;
const make = async (directory: string) => {
  made += 1;
  await writeFile(join(directory, "text"), "made");
};

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "keep-prepared-"));
  made = 0;
});
afterEach(() => rm(parent, { recursive: true }));

it("makes it once, for however many ask, and leaves nothing half made", async () => {
  const asked = await Promise.all([1, 2, 3].map(() => keepPrepared(parent, "history", "k", make)));
  expect(new Set(asked).size).toBe(1);
  expect(await readFile(join(asked[0] as string, "text"), "utf8")).toBe("made");
  const before = made;
  await keepPrepared(parent, "history", "k", make);
  expect(made).toBe(before);
  await expect(
    keepPrepared(parent, "history", "other", () => Promise.reject(new Error("no"))),
  ).rejects.toThrow("no");
  expect(await readdir(parent)).toEqual(["history-k"]);
});

it("removes what nobody has used for a day, of the same name alone", async () => {
  const old = await keepPrepared(parent, "cluster", "old", make);
  const other = await keepPrepared(parent, "history", "old", make);
  const recent = await keepPrepared(parent, "cluster", "recent", make);
  const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3_600_000);
  await utimes(old, twoDaysAgo, twoDaysAgo);
  await utimes(other, twoDaysAgo, twoDaysAgo);
  await keepPrepared(parent, "cluster", "new", make);
  expect((await readdir(parent)).map((name) => join(parent, name)).sort()).toEqual(
    [join(parent, "cluster-new"), recent, other].sort(),
  );
});

it("has another key as soon as a file's name, content or what is added differs", async () => {
  await writeFile(join(parent, "a"), "1");
  const first = hashFiles(parent, ["a"]);
  expect(hashFiles(parent, ["."])).toBe(first);
  expect(hashFiles(parent, ["a"], "seed")).not.toBe(first);
  await writeFile(join(parent, "b"), "");
  expect(hashFiles(parent, ["."])).not.toBe(first);
  await writeFile(join(parent, "a"), "2");
  expect(hashFiles(parent, ["a"])).not.toBe(first);
});
