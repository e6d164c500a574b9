import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildHistory } from "../../../marketplace-demo/history/build.ts";
import { checkHistory } from "../../../marketplace-demo/history/check.ts";
import { openWorkingCopy, type WorkingCopy } from "./working-copy.ts";

const SHOP = join(import.meta.dirname, "../../../marketplace-demo/shop");

let copy: WorkingCopy;
beforeAll(async () => {
  copy = await openWorkingCopy();
});
afterAll(() => copy.remove());

test("the head's tree is the shop, file by file", async () => {
  const files = readdirSync(SHOP, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !join(entry.parentPath, entry.name).includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name).slice(SHOP.length + 1));
  const tracked = (await copy.git("ls-tree", "-r", "--name-only", "main")).trim().split("\n");
  expect(tracked.toSorted()).toEqual(files.toSorted());
  for (const file of files) {
    expect(readFileSync(join(copy.directory, file), "utf8"), file).toBe(
      readFileSync(join(SHOP, file), "utf8"),
    );
  }
});

test("the same files give the same commits, whoever builds them and when", async () => {
  const other = await mkdtemp(join(tmpdir(), "shop-history-"));
  try {
    expect((await buildHistory(other)).head).toBe(copy.head);
  } finally {
    await rm(other, { recursive: true, force: true });
  }
});

test("several people wrote it, one after the other, and every commit changes something", async () => {
  const log = (await copy.git("log", "--reverse", "--format=%an\t%ct\t%T")).trim().split("\n");
  const commits = log.map((line) => line.split("\t"));
  expect(commits.length).toBeGreaterThanOrEqual(30);
  expect(new Set(commits.map(([author]) => author)).size).toBeGreaterThanOrEqual(4);
  const times = commits.map(([, time]) => Number(time));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(commits.map(([, , tree]) => tree)).size).toBe(commits.length);
});

test("the shop's tests pass on every commit", async () => {
  const checked = await checkHistory();
  expect(checked.length).toBeGreaterThanOrEqual(30);
  expect(checked.filter(({ passed }) => !passed)).toEqual([]);
}, 1_800_000);

test("the shop depends on nothing that this repository has not installed, in exactly the same version", () => {
  const read = (file: string) =>
    JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, string>>;
  const shop = read(join(SHOP, "package.json"));
  const root = read(join(SHOP, "../../package.json"));
  const installed = { ...root.dependencies, ...root.devDependencies };
  for (const [name, version] of Object.entries({ ...shop.dependencies, ...shop.devDependencies })) {
    expect(installed[name], name).toBe(version);
  }
});

test("the shop knows nothing of the engine but the policy at its root", () => {
  const mentions = execFileSync("git", ["grep", "--no-index", "-liE", "sre[-_ ]?space", "--", "."], {
    cwd: SHOP,
    encoding: "utf8",
  });
  expect(
    mentions
      .trim()
      .split("\n")
      .filter((file) => !file.startsWith("node_modules/")),
  ).toEqual([".sre-space.yml"]);
});
