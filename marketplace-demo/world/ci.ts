import { readFile, writeFile } from "node:fs/promises";
import { getPriority, setPriority } from "node:os";
import { join } from "node:path";
import type { Checkouts } from "./checkouts.ts";
import { startChild } from "./start-child.ts";

export type CheckReport = {
  start(sha: string): Promise<number>;
  finish(id: number, result: { passed: boolean; title: string; summary: string }): Promise<void>;
};

export type Ci = {
  /** Tests a commit; once per commit, one at a time. */
  test(sha: string): Promise<void>;
  stop(): Promise<void>;
};

/** Longer than the marketplace's tests ever take, so that a hung one ends. Milliseconds. */
const TIMEOUT = 180_000;
const MOST_SUMMARY = 4_000;

/**
 * Below the customers' processes: tests may take what is left of a small machine, not what serves traffic. Linux may weigh
 * sessions against one another and not processes (sched(7), "The autogroup feature"); a child of ours has its own.
 */
async function standBack(pid: number): Promise<void> {
  setPriority(pid, Math.min(19, getPriority() + 5));
  await writeFile(`/proc/${pid}/autogroup`, "5").catch(() => {});
}

/** The marketplace's continuous integration: its own `npm test`, on a clean checkout, reported as a check run. */
export function createCi(options: {
  checkouts: Checkouts;
  report: CheckReport;
  environment: NodeJS.ProcessEnv;
  logDirectory: string;
  say(line: string): void;
}): Ci {
  const { checkouts, report, say } = options;
  const tested = new Set<string>();
  let queue: Promise<void> = Promise.resolve();
  let stopRunning: (() => Promise<void>) | undefined;
  let stopped = false;

  async function testNow(sha: string): Promise<void> {
    if (stopped) return;
    const startedAt = Date.now();
    const id = await report.start(sha);
    const logFile = join(options.logDirectory, `ci-${sha.slice(0, 12)}.log`);
    const child = await startChild({
      name: "ci",
      command: "npm",
      args: ["test", "--silent"],
      cwd: await checkouts.of(sha),
      env: options.environment,
      logFile,
    });
    await standBack(child.pid);
    stopRunning = () => child.stop(500);
    const timeout = setTimeout(() => void child.stop(500), TIMEOUT);
    const { code } = await child.exited;
    clearTimeout(timeout);
    stopRunning = undefined;
    if (stopped) return;
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
    const passed = code === 0;
    say(
      `ci ${passed ? "passed" : "FAILED"} on ${sha.slice(0, 7)} in ${seconds} s${passed ? "" : `, log ${logFile}`}`,
    );
    const output = await readFile(logFile, "utf8");
    await report.finish(id, {
      passed,
      title: passed ? `Tests passed in ${seconds} s` : "Tests failed",
      summary: `\`\`\`\n${output.slice(-MOST_SUMMARY).replaceAll("```", "'''")}\n\`\`\``,
    });
  }

  return {
    test(sha) {
      if (tested.has(sha)) return queue;
      tested.add(sha);
      queue = queue
        .then(() => testNow(sha))
        .catch((error: Error) => say(`ci could not test ${sha.slice(0, 7)}: ${error.message}`));
      return queue;
    },
    async stop() {
      stopped = true;
      await stopRunning?.();
    },
  };
}
