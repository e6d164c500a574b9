import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { CommanderError } from "commander";
import pc from "picocolors";
import { isGitNewEnough } from "./is-git-new-enough.ts";
import { listFaults } from "./list-faults.ts";
import { NotHealthy } from "./not-healthy.ts";
import { NotInThisWorld } from "./not-in-this-world.ts";
import { readOptions, WrongUse } from "./read-options.ts";
import { runDemo } from "./run-demo.ts";
import { PortTaken } from "./start-front.ts";

/** Enters: reads the command line, runs, and turns whatever happens into a message and an exit code. */
try {
  const options = readOptions(process.argv.slice(2), join(import.meta.dirname, "../faults"));
  if (options.list) {
    process.stdout.write(listFaults(options.catalogue));
    process.exit(0);
  }
  const git = spawnSync("git", ["--version"], { encoding: "utf8" });
  if (git.error)
    throw new WrongUse(
      "There is no git on the PATH, and the marketplace's history lives in one. Install git, and try again.",
    );
  if (!isGitNewEnough(git.stdout))
    throw new WrongUse(
      `This is ${git.stdout.trim()}, and the local GitHub merges by what git can do from 2.38 on. Install a newer git, and try again.`,
    );
  process.exit(await runDemo(options));
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode);
  const known = error instanceof WrongUse || error instanceof NotInThisWorld || error instanceof PortTaken;
  const text =
    known || error instanceof NotHealthy
      ? (error as Error).message
      : ((error as Error).stack ?? String(error));
  process.stderr.write(`${pc.red("npm run demo:")} ${text}\n`);
  process.exit(known ? 2 : 1);
}
