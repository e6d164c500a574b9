import { spawn } from "node:child_process";
import { devNull } from "node:os";

export type GitResult = { code: number; stdout: Buffer; stderr: string };

/** Nothing of the person's own git configuration may change what the server answers. */
export const GIT_ENV: Record<string, string> = {
  PATH: process.env.PATH ?? "/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_SYSTEM: devNull,
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

/**
 * Runs git on a bare repository. The promise resolves whatever the exit code; `runGitOk` throws instead.
 * `input` is written to standard input, `env` added to a clean environment.
 */
export function runGit(
  dir: string,
  args: string[],
  options: { input?: Buffer | string; env?: Record<string, string> } = {},
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["--git-dir", dir, ...args], {
      env: { ...GIT_ENV, ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.stdin.on("error", () => {}); // git may exit before it has read everything; its exit code tells
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code: code ?? -1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() }),
    );
    child.stdin.end(options.input);
  });
}

/** As `runGit`, as text, and an exit code other than 0 is an Error that carries git's own words. */
export async function runGitOk(
  dir: string,
  args: string[],
  options: { input?: Buffer | string; env?: Record<string, string> } = {},
): Promise<string> {
  const result = await runGit(dir, args, options);
  if (result.code !== 0) throw new Error(`git ${args.join(" ")} failed (${result.code}): ${result.stderr}`);
  return result.stdout.toString();
}
