import { type ExecFileSyncOptions, execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type {
  Commit,
  Deployment,
  File,
  FilePatch,
  RepoReader,
} from "../../src/contracts/ports/repo-reader.ts";

const run = promisify(execFile);

const ENVIRONMENT = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Tester",
  GIT_AUTHOR_EMAIL: "tester@example.test",
  GIT_COMMITTER_NAME: "Tester",
  GIT_COMMITTER_EMAIL: "tester@example.test",
};

/** A real git repository in a temporary directory, for as long as a test needs it. */
export interface GitRepository {
  directory: string;
  git(...args: string[]): string;
  /** Exit status and output, for commands that may fail. */
  tryGit(...args: string[]): { status: number; stdout: string };
  /** Writes (or with null deletes) files and commits them; answers the SHA. */
  commit(
    files: Record<string, string | null>,
    options?: { message?: string; at?: string; author?: string },
  ): string;
  read(path: string): string;
  write(path: string, content: string): void;
  /** The blob id of a text. */
  hash(content: string): string;
  remove(): void;
}

export function createGitRepository(): GitRepository {
  const directory = mkdtempSync(join(tmpdir(), "orient-"));
  const options = (at?: string): ExecFileSyncOptions => ({
    cwd: directory,
    env: at ? { ...ENVIRONMENT, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at } : ENVIRONMENT,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
  const git = (...args: string[]) => execFileSync("git", args, options()).toString();
  const write = (path: string, content: string) => {
    const full = join(directory, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  };
  git("init", "--quiet", "--initial-branch=main");
  return {
    directory,
    git,
    tryGit(...args) {
      try {
        return { status: 0, stdout: execFileSync("git", args, options()).toString() };
      } catch (error) {
        const failed = error as { status: number; stdout: Buffer };
        return { status: failed.status, stdout: failed.stdout.toString() };
      }
    },
    commit(files, { message = "change", at, author = "Tester" } = {}) {
      for (const [path, content] of Object.entries(files)) {
        if (content === null) rmSync(join(directory, path));
        else write(path, content);
      }
      git("add", "--all");
      const who = `--author=${author} <${author.toLowerCase().replace(/\W+/g, ".")}@example.test>`;
      execFileSync(
        "git",
        ["commit", "--quiet", "--allow-empty", "--no-verify", who, "-m", message],
        options(at),
      );
      return git("rev-parse", "HEAD").trim();
    },
    read: (path) => readFileSync(join(directory, path), "utf8"),
    write,
    hash: (content) =>
      execFileSync("git", ["hash-object", "--stdin"], { cwd: directory, env: ENVIRONMENT, input: content })
        .toString()
        .trim(),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** `RepoReader` over a local clone; its default branch is `main`. Deployments are what the test says. */
export function gitReader(directory: string, deployments: readonly Deployment[] = []): RepoReader {
  const git = async (...args: string[]) =>
    (await run("git", args, { cwd: directory, env: ENVIRONMENT, maxBuffer: 64 * 1024 * 1024 })).stdout;
  const maybe = async (...args: string[]) => git(...args).catch(() => null);
  const resolve = async (ref: string) =>
    (await maybe("rev-parse", "--verify", "--quiet", `${ref}^{commit}`))?.trim() ?? null;

  const list = async (...args: string[]): Promise<Commit[]> => {
    const format = "--format=%H%x00%P%x00%T%x00%cI%x00%an%x00%B%x01";
    const text = await git("log", format, ...args);
    return text
      .split("\x01")
      .map((entry) => entry.replace(/^\n/, ""))
      .filter((entry) => entry !== "")
      .map((entry) => {
        const [sha = "", parents = "", tree = "", at = "", author = "", message = ""] = entry.split("\0");
        return {
          sha,
          parents: parents.split(" ").filter((parent) => parent !== ""),
          tree,
          message: message.trimEnd(),
          author: { name: author },
          committedAt: new Date(at).toISOString(),
          url: `https://github.test/acme/shop/commit/${sha}`,
        };
      });
  };

  return {
    repository: "acme/shop",
    async defaultBranch() {
      return { name: "main", sha: (await git("rev-parse", "main")).trim() };
    },
    async commit(ref) {
      const sha = await resolve(ref);
      if (!sha) return null;
      const [commit] = await list("-1", sha);
      if (!commit) return null;
      return { ...commit, files: await filesOf(git, commit) };
    },
    async commitsBetween(base, head) {
      const [from, to] = await Promise.all([resolve(base), resolve(head)]);
      if (!from || !to || (await maybe("merge-base", from, to)) === null) return null;
      return (await list("--topo-order", "--reverse", `${from}..${to}`)).slice(0, 250);
    },
    async commitsSince(since, limit) {
      return list(`--since=${since}`, `--max-count=${limit}`, "main");
    },
    async file(path, ref) {
      const entry = (await entriesOf(git, ref, path)).find((one) => one.path === path);
      if (!entry) return null;
      const { mode, blob } = entry;
      if (mode === "160000") return { path, mode, blob, content: "", binary: true };
      const { stdout } = await run("git", ["cat-file", "blob", blob], {
        cwd: directory,
        env: ENVIRONMENT,
        encoding: "buffer",
        maxBuffer: 64 * 1024 * 1024,
      });
      return toFile(path, mode, blob, stdout);
    },
    async tree(ref) {
      return { entries: await entriesOf(git, ref), truncated: false };
    },
    async deployments(environment, limit) {
      return deployments
        .filter((deployment) => deployment.environment === environment)
        .toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
        .slice(0, limit);
    },
  };
}

type Git = (...args: string[]) => Promise<string>;

function toFile(path: string, mode: string, blob: string, bytes: Buffer): File {
  try {
    const content = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const binary = content.includes("\0");
    return { path, mode, blob, content: binary ? "" : content, binary };
  } catch {
    return { path, mode, blob, content: "", binary: true };
  }
}

async function entriesOf(
  git: Git,
  ref: string,
  path?: string,
): Promise<{ path: string; blob: string; mode: string }[]> {
  const listed = await git("ls-tree", "-r", "-z", "--full-tree", ref, ...(path ? ["--", path] : []));
  return listed
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [head = "", name = ""] = entry.split("\t");
      const [mode = "", , blob = ""] = head.split(" ");
      return { path: name, blob, mode };
    });
}

const STATUS: Readonly<Record<string, FilePatch["status"]>> = {
  A: "added",
  M: "modified",
  D: "removed",
  R: "renamed",
  T: "changed",
};

async function filesOf(git: Git, commit: Commit): Promise<FilePatch[]> {
  const from = commit.parents[0] ?? (await git("hash-object", "-t", "tree", "/dev/null")).trim();
  const range = ["-M", "--no-color", "--no-ext-diff", from, commit.sha];
  const [raw, patches] = await Promise.all([
    git("diff", "--name-status", "-z", ...range),
    git("diff", ...range),
  ]);
  const byPath = new Map<string, string>();
  for (const section of patches.split(/^(?=diff --git )/m)) {
    const hunks = section.search(/^@@ /m);
    const named = /^\+\+\+ b\/(.*?)\t?$/m.exec(section)?.[1] ?? null;
    const removed = /^--- a\/(.*?)\t?$/m.exec(section)?.[1] ?? null;
    if (hunks >= 0) byPath.set(named ?? removed ?? "", section.slice(hunks).replace(/\n$/, ""));
  }
  const fields = raw.split("\0").filter((field) => field !== "");
  const files: FilePatch[] = [];
  for (let i = 0; i < fields.length; ) {
    const code = fields[i++] ?? "";
    const first = fields[i++] ?? "";
    const renamed = code.startsWith("R");
    const path = renamed ? (fields[i++] ?? "") : first;
    const patch = byPath.get(path);
    const lines = patch?.split("\n") ?? [];
    files.push({
      path,
      status: STATUS[code.charAt(0)] ?? "modified",
      ...(renamed ? { previousPath: first } : {}),
      additions: lines.filter((line) => line.startsWith("+")).length,
      deletions: lines.filter((line) => line.startsWith("-")).length,
      ...(patch === undefined ? {} : { patch }),
    });
  }
  return files;
}
