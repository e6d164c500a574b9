import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FilePatch, RepoReader } from "../../../src/contracts/ports/repo-reader.ts";
import type { Files, History } from "./generated-histories.ts";
import { modelReader } from "./model-reader.ts";

/** What git makes of a three-way merge: a tree, or a conflict. */
export type Merged = { tree: string } | "conflict";

export interface Imported {
  /** Of the history at that place: over its model, with git's own reading of what was renamed. */
  reader(history: number): RepoReader;
  commit(history: number, tree: number): string;
  /** Each merge `[base, ours, theirs]` as `git revert` and `git cherry-pick` do it (merge-ort). */
  merge(all: readonly (readonly [Files, Files, Files])[]): Promise<Merged[]>;
  /** Ids of trees. */
  treeIds(all: readonly Files[]): Promise<string[]>;
  remove(): Promise<void>;
}

const ENVIRONMENT = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };

/** Hundreds of histories in one real repository, by a handful of git processes in place of thousands. */
export async function importHistories(histories: readonly History[]): Promise<Imported> {
  const directory = await mkdtemp(join(tmpdir(), "histories-"));
  const git = (args: readonly string[], input = ""): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = execFile(
        "git",
        args,
        { cwd: directory, env: ENVIRONMENT, maxBuffer: 1 << 28, encoding: "latin1" },
        (error, stdout, stderr) => (error ? reject(new Error(`git ${args[0]}: ${stderr}`)) : resolve(stdout)),
      );
      // One that has no questions ends before it is asked any.
      child.stdin?.on("error", () => {});
      child.stdin?.end(Buffer.from(input, "latin1"));
    });
  await git(["init", "--quiet", "--bare", "."]);
  const commits = createCommits(git);
  const shas = await commits(
    histories.flatMap(({ trees }, h) =>
      trees.map((files, i) => ({ files, parent: i === 0 ? null : `${h}.${i - 1}`, name: `${h}.${i}` })),
    ),
  );
  const shaOf = (h: number, i: number) => shas.get(`${h}.${i}`) ?? "";
  const pairs = histories.flatMap(({ trees }, h) =>
    trees.slice(1).map((_, i) => `${shaOf(h, i + 1)} ${shaOf(h, i)}`),
  );
  const listed = await git(
    ["diff-tree", "--stdin", "-r", "-M", "--raw", "--abbrev=40"],
    `${pairs.join("\n")}\n`,
  );
  const patches = readRaw(listed);

  return {
    reader: (h) =>
      modelReader(
        (histories[h] as History).trees,
        (i) => shaOf(h, i),
        (sha) => patches.get(sha) ?? [],
      ),
    commit: shaOf,
    async merge(all) {
      const made = await commits(
        all.flatMap(([base, ours, theirs], i) => [
          { files: base, parent: null, name: `base.${i}` },
          { files: ours, parent: `base.${i}`, name: `ours.${i}` },
          { files: theirs, parent: `base.${i}`, name: `theirs.${i}` },
        ]),
      );
      const asked = all.map((_, i) => `${made.get(`ours.${i}`)} ${made.get(`theirs.${i}`)}`);
      const answer = await git(["merge-tree", "--stdin", "--no-messages"], `${asked.join("\n")}\n`);
      return readMerges(answer);
    },
    async treeIds(all) {
      const made = await commits(all.map((files, i) => ({ files, parent: null, name: `tree.${i}` })));
      const asked = all.map((_, i) => `${made.get(`tree.${i}`)}^{tree}`);
      const answer = await git(["cat-file", "--batch-check"], `${asked.join("\n")}\n`);
      return answer
        .trim()
        .split("\n")
        .map((line) => line.split(" ")[0] ?? "");
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

interface NewCommit {
  name: string;
  parent: string | null;
  files: Files;
}

/** By `git fast-import`: any number of commits in one process. Answers their SHAs by name. */
function createCommits(git: (args: readonly string[], input?: string) => Promise<string>) {
  let imports = 0;
  return async (all: readonly NewCommit[]): Promise<Map<string, string>> => {
    imports += 1;
    const own = imports;
    const marks = new Map<string, number>();
    const out: string[] = [];
    for (const { name, parent, files } of all) {
      const mark = marks.size + 1;
      marks.set(name, mark);
      // A branch of its own for each: fast-import would take the one before for its parent.
      out.push(
        `commit refs/heads/i${own}/${name}\nmark :${mark}\ncommitter T <t@example.test> ${1_700_000_000 + mark} +0000\n`,
      );
      out.push(`data ${name.length}\n${name}\n`);
      if (parent !== null) out.push(`from :${marks.get(parent)}\n`);
      out.push("deleteall\n");
      for (const [path, { mode, content }] of files)
        out.push(`M ${mode} inline ${path}\ndata ${content.length}\n${content}\n`);
    }
    out.push("done\n");
    await git(["fast-import", "--quiet", "--done", `--export-marks=marks-${own}`], out.join(""));
    const refs = await git(["for-each-ref", "--format=%(refname) %(objectname)", `refs/heads/i${own}/`]);
    return new Map(
      refs
        .trim()
        .split("\n")
        .map((line) => {
          const [ref = "", sha = ""] = line.split(" ");
          return [ref.slice(`refs/heads/i${own}/`.length), sha] as const;
        }),
    );
  };
}

const STATUS: Readonly<Record<string, FilePatch["status"]>> = {
  A: "added",
  M: "modified",
  D: "removed",
  R: "renamed",
};

function readRaw(listed: string): Map<string, FilePatch[]> {
  const patches = new Map<string, FilePatch[]>();
  let current: FilePatch[] = [];
  for (const line of listed.split("\n")) {
    if (/^[0-9a-f]{40}/.test(line)) {
      current = [];
      patches.set(line.slice(0, 40), current);
    } else if (line.startsWith(":")) {
      const [head = "", first = "", second] = line.split("\t");
      const status = STATUS[head.split(" ")[4]?.charAt(0) ?? ""] ?? "changed";
      current.push({
        path: second ?? first,
        status,
        ...(second === undefined ? {} : { previousPath: first }),
        additions: 0,
        deletions: 0,
      });
    }
  }
  return patches;
}

/** As `git merge-tree --stdin` answers: status, tree, conflicted files, an empty one at the end. */
function readMerges(answer: string): Merged[] {
  const merged: Merged[] = [];
  const fields = answer.split("\0");
  for (let i = 0; i + 1 < fields.length; ) {
    const clean = fields[i++]?.trim() === "1";
    const tree = fields[i++] ?? "";
    while (fields[i] !== undefined && fields[i] !== "") i += 1;
    i += 1;
    merged.push(clean ? { tree } : "conflict");
  }
  return merged;
}
