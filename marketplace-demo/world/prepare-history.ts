import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildHistory } from "../history/build.ts";
import { hashFiles } from "./hash-files.ts";
import { keepPrepared } from "./keep-prepared.ts";
import { runGit } from "./run-git.ts";

const DEMO = join(import.meta.dirname, "..");
const MADE_OF = ["shop", "history", "world/run-git.ts", "world/prepare-history.ts"];

/**
 * The marketplace's history as a git repository, whose `main` ends before the team's own policy for SRE-Space, and the
 * commit of that policy.
 *
 * @param parent where it is kept; it is made anew only where the shop or its history changed
 */
export async function prepareHistory(parent: string): Promise<{ repository: string; policy: string }> {
  const kept = await keepPrepared(parent, "history", hashFiles(DEMO, MADE_OF), async (directory) => {
    const repository = join(directory, "repository");
    const { head } = await buildHistory(repository);
    await holdBack(repository, head);
    await writeFile(join(directory, "policy"), head);
  });
  return { repository: join(kept, "repository"), policy: await readFile(join(kept, "policy"), "utf8") };
}

/** The last commit of the history answers the App's own proposal, which is yet to come. Throws where it is another. */
async function holdBack(history: string, policy: string): Promise<void> {
  const touched = await runGit(history, ["diff-tree", "--no-commit-id", "--name-only", "-r", policy]);
  if (touched.trim() !== ".sre-space.yml")
    throw new Error("history.yml: its last commit must be the one that adds .sre-space.yml, and that alone.");
  await runGit(history, ["reset", "--quiet", "--hard", `${policy}~1`]);
}
