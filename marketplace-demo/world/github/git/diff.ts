import { runGit } from "./run-git.ts";

export type DiffFile = {
  path: string;
  previousPath: string | null;
  status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed";
  /** Blob names before and after, forty zeros where there is none. */
  before: string;
  after: string;
  modeBefore: string;
  modeAfter: string;
  additions: number;
  deletions: number;
  /** Hunks from the first `@@` on, or null where GitHub shows none (binary, empty, mode change only). */
  patch: string | null;
};

/** The tree without entries, which git knows without storing it. */
export const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
/** GitHub leaves the patch of a very long diff out. */
const LONGEST_PATCH = 400_000;

const STATUS: Record<string, DiffFile["status"]> = {
  A: "added",
  D: "removed",
  M: "modified",
  R: "renamed",
  C: "copied",
  T: "changed",
};

/** The files that differ between two trees (or commits), renames found, in git's own order. */
export async function diffTrees(dir: string, before: string, after: string): Promise<DiffFile[]> {
  const result = await runGit(dir, [
    "-c",
    "core.quotePath=false",
    "diff-tree",
    "-r",
    "-M",
    "-z",
    "--raw",
    "--numstat",
    "-p",
    "--full-index",
    "--no-ext-diff",
    "--no-textconv",
    before,
    after,
  ]);
  if (result.code !== 0) throw new Error(`git diff-tree ${before} ${after}: ${result.stderr}`);
  return parseDiff(result.stdout);
}

function parseDiff(output: Buffer): DiffFile[] {
  if (output.length === 0) return [];
  // Raw and numstat records end in NUL and hold no line break at a record's start that reads "diff --git".
  const marker = output.indexOf("\0diff --git ");
  const marker2 = output.indexOf("\0\0diff --git ");
  const start = marker2 >= 0 && marker2 < marker ? marker2 + 2 : marker + 1;
  const head = marker < 0 ? output.toString() : output.subarray(0, start).toString();
  const patches = marker < 0 ? [] : splitPatches(output.subarray(start).toString());
  const fields = head.split("\0");
  const files: DiffFile[] = [];
  let at = 0;
  while (at < fields.length && fields[at]!.startsWith(":")) {
    const [modeBefore, modeAfter, shaBefore, shaAfter, letter] = fields[at]!.slice(1).split(" ") as [
      string,
      string,
      string,
      string,
      string,
    ];
    const renamed = letter[0] === "R" || letter[0] === "C";
    const path = renamed ? fields[at + 2]! : fields[at + 1]!;
    files.push({
      path,
      previousPath: renamed ? fields[at + 1]! : null,
      status: STATUS[letter[0]!] ?? "modified",
      before: shaBefore,
      after: shaAfter,
      modeBefore,
      modeAfter,
      additions: 0,
      deletions: 0,
      patch: null,
    });
    at += renamed ? 3 : 2;
  }
  const byPath = new Map(files.map((file) => [file.path, file]));
  while (at < fields.length) {
    const numbers = /^(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(fields[at]!);
    if (!numbers) {
      at += 1;
      continue;
    }
    const renamed = numbers[3] === "";
    const file = byPath.get(renamed ? fields[at + 2]! : numbers[3]!);
    if (file && numbers[1] !== "-") {
      file.additions = Number(numbers[1]);
      file.deletions = Number(numbers[2]);
    }
    at += renamed ? 3 : 1;
  }
  // A change of type is two patches (delete and create), so patches are found by their blob names, in order.
  let next = 0;
  for (const file of files) {
    const texts: string[] = [];
    const own = file.status === "changed" ? 2 : 1;
    for (let i = 0; i < own && next < patches.length; i++) {
      texts.push(patches[next++]!);
    }
    const hunks = texts.map(hunksOf).filter((text) => text !== null);
    const patch = hunks.join("\n");
    file.patch = hunks.length === 0 || patch.length > LONGEST_PATCH ? null : patch;
  }
  return files;
}

function splitPatches(text: string): string[] {
  // Inside a patch every line of content starts with a space, "+", "-" or "\".
  return text.split(/^(?=diff --git )/m).filter((part) => part !== "");
}

function hunksOf(patch: string): string | null {
  const at = patch.search(/^@@ /m);
  return at < 0 ? null : patch.slice(at).replace(/\n$/, "");
}

/** The plain `git diff` between two trees, as the `.diff` media type shows it. */
export async function diffText(dir: string, before: string, after: string): Promise<Buffer> {
  const result = await runGit(dir, [
    "diff-tree",
    "-r",
    "-M",
    "-p",
    "--no-ext-diff",
    "--no-textconv",
    before,
    after,
  ]);
  if (result.code !== 0) throw new Error(`git diff-tree ${before} ${after}: ${result.stderr}`);
  return result.stdout;
}

/** `git format-patch` of a range (or of one commit), as the `.patch` media type shows it. */
export async function patchText(dir: string, range: string[]): Promise<Buffer> {
  const result = await runGit(dir, ["format-patch", "--stdout", "--no-ext-diff", ...range]);
  if (result.code !== 0) throw new Error(`git format-patch ${range.join(" ")}: ${result.stderr}`);
  return result.stdout;
}
