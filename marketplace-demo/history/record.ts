import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { stringify } from "yaml";
import { runGit } from "../world/run-git.ts";
import type { History, HistoryCommit } from "./read-history.ts";

const SHOP = join(import.meta.dirname, "../shop");
const PATCHES = join(import.meta.dirname, "patches");
const HISTORY = join(import.meta.dirname, "history.yml");
const HEADER = `# How the marketplace's repository came about, oldest commit first. build.ts makes a git repository of it, and record.ts
# makes this file, patches/ and ../shop of such a repository (docs: ../README.md, "Changing the shop").
#
# \`files\` are globs of files that a commit adds. They are taken from ../shop, so every file there belongs to exactly
# one commit. \`patch\` (in patches/) is what a commit changed in files that were there before: the builder starts from
# ../shop as it is and takes the patches out again, newest first, to find what each commit looked like.
`;

/**
 * The opposite of {@link buildHistory}: writes \`shop/\`, \`history.yml\` and \`patches/\` from the branch \`main\` of a git
 * repository with one line of commits. This is how the shop is changed: build its history, commit and rebase there as
 * one pleases, record it.
 */
export async function recordHistory(repository: string): Promise<void> {
  const git = (...args: string[]) => runGit(repository, args);
  const lines = (text: string) => text.split("\n").filter((line) => line !== "");
  const people: History["people"] = {};
  const commits: HistoryCommit[] = [];
  await rm(PATCHES, { recursive: true, force: true });
  await mkdir(PATCHES, { recursive: true });
  for (const sha of lines(await git("rev-list", "--reverse", "main"))) {
    const [name, email, date, ...rest] = (await git("log", "-1", "--format=%an%n%ae%n%aI%n%B", sha)).split(
      "\n",
    ) as [string, string, string];
    const author = name.toLowerCase().split(" ")[0] as string;
    people[author] = { name, email };
    const message = rest.join("\n").trim();
    const differ = ["diff-tree", "--root", "-r", "--no-commit-id", "--no-renames"];
    const added = lines(await git(...differ, "--name-only", "--diff-filter=A", sha));
    const changes = await git(...differ, "--patch", "--full-index", "--diff-filter=MDT", sha);
    const commit: HistoryCommit = { author, date, message, files: [] };
    if (added.length > 0)
      commit.files = globsOf(added, lines(await git("ls-tree", "-r", "--name-only", sha)));
    if (changes.trim() !== "") {
      commit.patch = `${String(commits.length + 1).padStart(2, "0")}-${slugOf(message)}.patch`;
      await writeFile(join(PATCHES, commit.patch), changes);
    }
    commits.push(commit);
  }
  const written = commits.map(({ files, ...commit }) => (files.length > 0 ? { ...commit, files } : commit));
  await writeFile(HISTORY, `${HEADER}${stringify({ people, commits: written }, { lineWidth: 118 })}`);
  await replaceShop(repository, lines(await git("ls-files")));
}

/** The added files, where a folder holds nothing else at that commit as one glob. */
function globsOf(added: string[], all: string[]): string[] {
  const isNew = new Set(added);
  const wholeFolder = (folder: string) =>
    all.filter((path) => path.startsWith(`${folder}/`)).every((path) => isNew.has(path));
  const globs = new Set<string>();
  for (const path of added) {
    const parts = path.split("/");
    const depth = parts.findIndex((_, length) => length > 0 && wholeFolder(parts.slice(0, length).join("/")));
    globs.add(depth > 0 ? `${parts.slice(0, depth).join("/")}/**` : path);
  }
  return [...globs];
}

function slugOf(message: string): string {
  const words = (message.split("\n")[0] as string).toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return words.slice(0, 48).replace(/-[^-]*$|-$/, "");
}

/** Everything that git knows of is written; what is left over of an earlier shop goes. */
async function replaceShop(repository: string, files: string[]): Promise<void> {
  const known = new Set(files);
  const tracked = await runGit(join(SHOP, "../.."), ["ls-files", "-z", "--", "marketplace-demo/shop"]);
  for (const path of tracked.split("\0")) {
    const inShop = path.slice("marketplace-demo/shop/".length);
    if (inShop && !known.has(inShop)) await rm(join(SHOP, inShop), { force: true });
  }
  for (const folder of new Set(files.map((path) => dirname(join(SHOP, path))))) {
    await mkdir(folder, { recursive: true });
  }
  await runGit(repository, ["checkout-index", "--all", "--force", `--prefix=${SHOP}/`]);
}

if (import.meta.main) {
  const repository = process.argv[2];
  if (!repository) {
    process.stderr.write("Say which repository: node marketplace-demo/history/record.ts DIRECTORY\n");
    process.exit(2);
  }
  await recordHistory(resolve(repository));
}
