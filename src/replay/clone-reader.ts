import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Commit, Deployment, File, FilePatch, RepoReader } from "../contracts/ports/repo-reader.ts";

const run = promisify(execFile);
const MAX_BYTES = 128 * 1024 * 1024;
const MOST_BETWEEN = 250;
/**
 * A repository of others is read: nothing of its configuration, its hooks or its filters may run. A partial clone names a
 * program that fetches what is missing (`uploadpack`, `core.sshCommand`), so no transport is allowed (git(1),
 * `GIT_ALLOW_PROTOCOL`).
 */
const SAFE = [
  ...[
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "diff.external=",
    "log.showSignature=false",
  ].flatMap((setting) => ["-c", setting]),
  "--no-pager",
];

const REF = /^[0-9a-zA-Z][0-9a-zA-Z._/-]{0,200}$/;
const RECORD = "\u0001";
const STATUS: Readonly<Record<string, FilePatch["status"]>> = {
  A: "added",
  M: "modified",
  D: "removed",
  R: "renamed",
  C: "copied",
  T: "changed",
};

/** `RepoReader` over a git clone. Its default branch is what `HEAD` names. Throws where the folder is no clone. */
export async function cloneReader(
  repository: string,
  folder: string,
  deployments: readonly Deployment[],
): Promise<RepoReader> {
  const env = {
    PATH: process.env.PATH ?? "",
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ALLOW_PROTOCOL: "",
    GIT_NO_LAZY_FETCH: "1",
  };
  const options = { cwd: folder, env, maxBuffer: MAX_BYTES };
  const git = async (...args: string[]) => (await run("git", [...SAFE, ...args], options)).stdout;
  const maybe = (...args: string[]) => git(...args).catch(() => null);
  const resolve = async (ref: string) =>
    REF.test(ref)
      ? ((await maybe("rev-parse", "--verify", "--quiet", `${ref}^{commit}`))?.trim() ?? null)
      : null;
  const list = async (...args: string[]): Promise<Commit[]> => {
    const text = await git("log", `--format=%H%x00%P%x00%T%x00%cI%x00%an%x00%B${RECORD}`, ...args);
    return text
      .split(RECORD)
      .map((entry) => entry.replace(/^\n/, ""))
      .filter((entry) => entry !== "")
      .map((entry) => {
        const [sha = "", parents = "", tree = "", at = "", name = "", message = ""] = entry.split("\0");
        return {
          sha,
          parents: parents.split(" ").filter((parent) => parent !== ""),
          tree,
          message: message.trimEnd(),
          author: { name },
          committedAt: new Date(at).toISOString(),
          url: "",
        };
      });
  };
  const entries = async (ref: string, path?: string) => {
    const listed =
      (await maybe("ls-tree", "-r", "-z", "--full-tree", ref, ...(path ? ["--", path] : []))) ?? "";
    return listed
      .split("\0")
      .filter((entry) => entry !== "")
      .map((entry) => {
        const tab = entry.indexOf("\t");
        const [mode = "", , blob = ""] = entry.slice(0, tab).split(" ");
        return { path: entry.slice(tab + 1), blob, mode };
      });
  };
  await git("rev-parse", "--git-dir");

  return {
    repository,
    async defaultBranch() {
      const name = (await maybe("symbolic-ref", "--short", "HEAD"))?.trim() ?? "HEAD";
      return { name, sha: (await git("rev-parse", "HEAD")).trim() };
    },
    async commit(ref) {
      const sha = await resolve(ref);
      const [commit] = sha ? await list("-1", sha, "--") : [];
      return commit ? { ...commit, files: await filesOf(git, commit) } : null;
    },
    async commitsBetween(base, head) {
      const [from, to] = await Promise.all([resolve(base), resolve(head)]);
      if (!from || !to || (await maybe("merge-base", from, to)) === null) return null;
      return (await list("--topo-order", "--reverse", `${from}..${to}`, "--")).slice(0, MOST_BETWEEN);
    },
    async commitsSince(since, limit) {
      return (await maybe("rev-parse", "HEAD")) === null
        ? []
        : list(`--since=${since}`, `--max-count=${limit}`, "HEAD", "--");
    },
    async file(path, ref): Promise<File | null> {
      const sha = await resolve(ref);
      const entry = sha && (await entries(sha, path)).find((one) => one.path === path);
      if (!entry || entry.mode === "160000") return null;
      const { stdout } = await run("git", [...SAFE, "cat-file", "blob", entry.blob], {
        ...options,
        encoding: "buffer",
      });
      const text = textOf(stdout);
      return { ...entry, content: text ?? "", binary: text === null };
    },
    async tree(ref) {
      const sha = await resolve(ref);
      return { entries: sha ? await entries(sha) : [], truncated: false };
    },
    deployments: async (_environment, limit) => deployments.slice(0, limit),
  };
}

async function filesOf(git: (...args: string[]) => Promise<string>, commit: Commit): Promise<FilePatch[]> {
  const from = commit.parents[0] ?? (await git("hash-object", "-t", "tree", "/dev/null")).trim();
  const range = ["-M", "--no-color", "--no-ext-diff", "--no-textconv", from, commit.sha, "--"];
  const [names, patches] = await Promise.all([
    git("diff", "--name-status", "-z", ...range),
    git("-c", "core.quotePath=false", "diff", "--src-prefix=a/", "--dst-prefix=b/", ...range),
  ]);
  const byPath = new Map<string, string>();
  for (const section of patches.split(/^(?=diff --git )/m)) {
    const hunks = section.search(/^@@ /m);
    const head = section.slice(0, Math.max(0, hunks));
    const path = /^\+\+\+ b\/(.*?)\t?$/m.exec(head)?.[1] ?? /^--- a\/(.*?)\t?$/m.exec(head)?.[1];
    if (path !== undefined) byPath.set(path, section.slice(hunks).replace(/\n$/, ""));
  }
  const fields = names.split("\0");
  const files: FilePatch[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const code = fields[at++] ?? "";
    const first = fields[at++] ?? "";
    const moved = code.startsWith("R") || code.startsWith("C");
    const path = moved ? (fields[at++] ?? "") : first;
    const patch = byPath.get(path);
    const counted = (sign: string) => patch?.split("\n").filter((line) => line.startsWith(sign)).length ?? 0;
    files.push({
      path,
      status: STATUS[code.charAt(0)] ?? "modified",
      ...(moved ? { previousPath: first } : {}),
      additions: counted("+"),
      deletions: counted("-"),
      ...(patch === undefined ? {} : { patch }),
    });
  }
  return files;
}

/** Null where the bytes are no UTF-8 text, by git's own sign too: a NUL byte. */
function textOf(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
