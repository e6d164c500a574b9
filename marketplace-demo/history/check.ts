import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { runGit } from "../world/run-git.ts";
import { buildHistory } from "./build.ts";

const run = promisify(execFile);
const NODE_MODULES = join(import.meta.dirname, "../../node_modules");

export type Checked = { sha: string; subject: string; passed: boolean; seconds: number; output: string };

/**
 * Runs the shop's own tests on every commit of its history, oldest first, as `npm test` does and without a database.
 *
 * @param seen is told of each commit as it is done.
 */
export async function checkHistory(seen: (checked: Checked) => void = () => {}): Promise<Checked[]> {
  const directory = await mkdtemp(join(tmpdir(), "shop-history-"));
  const git = (...args: string[]) => runGit(directory, args);
  try {
    await buildHistory(directory);
    await symlink(NODE_MODULES, join(directory, "node_modules"), "dir");
    const { DATABASE_URL: _, ...environment } = process.env;
    const commits = (await git("log", "--reverse", "--format=%H %s", "main")).trim().split("\n");
    const all: Checked[] = [];
    for (const line of commits) {
      const sha = line.slice(0, 40);
      await git("checkout", "--quiet", "--detach", sha);
      const { scripts } = JSON.parse(await git("show", `${sha}:package.json`)) as {
        scripts: { test: string };
      };
      const [, ...args] = scripts.test.split(" ");
      const from = performance.now();
      const result = await run(process.execPath, args, {
        cwd: directory,
        // What one commit compiled, the next ones need not.
        env: { ...environment, NODE_COMPILE_CACHE: join(directory, ".git/compile-cache") },
        maxBuffer: 64 * 1024 * 1024,
      }).then(
        ({ stdout }) => ({ passed: true, output: stdout }),
        (error: { stdout?: string; message: string }) => ({
          passed: false,
          output: error.stdout || error.message,
        }),
      );
      const checked = {
        sha,
        subject: line.slice(41),
        seconds: (performance.now() - from) / 1_000,
        ...result,
      };
      all.push(checked);
      seen(checked);
    }
    return all;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const checked = await checkHistory(({ sha, subject, passed, seconds, output }) => {
    process.stdout.write(
      `${passed ? "passed" : "FAILED"} ${seconds.toFixed(1).padStart(5)} s  ${sha.slice(0, 7)} ${subject}\n`,
    );
    if (!passed) process.stdout.write(`${output}\n`);
  });
  const failed = checked.filter(({ passed }) => !passed).length;
  process.stdout.write(`${checked.length - failed} of ${checked.length} commits pass the shop's tests\n`);
  process.exit(failed === 0 ? 0 : 1);
}
