import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execFileAsync = promisify(execFile);

/** git ended with something other than 0; `stderr` is what it said. */
export class GitFailed extends Error {
  readonly stderr: string;
  constructor(args: string[], stderr: string) {
    super(`git ${args.join(" ")}: ${stderr.trim() || "failed"}`);
    this.name = "GitFailed";
    this.stderr = stderr;
  }
}

/**
 * Runs git in `cwd` and returns its stdout. The person's own configuration and hooks play no part, and nothing
 * ever asks for a password. Throws {@link GitFailed}.
 */
export async function runGit(cwd: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    const { stdout } = await execFileAsync("git", args, {
      cwd,
      maxBuffer: 256 * 1024 * 1024,
      env: {
        PATH: process.env.PATH,
        HOME: cwd,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_TERMINAL_PROMPT: "0",
        ...env,
      },
    });
    return stdout;
  } catch (error) {
    const failure = error as { stderr?: string; message: string };
    throw new GitFailed(args, failure.stderr || failure.message);
  }
}
