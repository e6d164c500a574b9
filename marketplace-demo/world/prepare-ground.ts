import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildHistory } from "../history/build.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { runGit } from "./run-git.ts";

const run = promisify(execFile);

/** What every world of one run of the demo starts from. */
export type Ground = {
  /** A git repository with the marketplace's history on `main`, up to the team's own policy for SRE-Space. */
  history: string;
  /** The commit that brings that policy, which no branch holds yet. */
  policy: string;
  postgres: Postgres;
  /** A database with the shop's schema and data, to copy. */
  template: string;
  nodeModules: string;
  /** Logs, one directory a world; kept after the run. */
  logs: string;
  /** Everything else; removed with the ground. */
  scratch: string;
  stop(): Promise<void>;
};

const ROOT = join(import.meta.dirname, "../..");
const TEMPLATE = "marketplace_template";

/**
 * Makes the ground of a run: the marketplace's history, and a PostgreSQL whose template database was migrated and
 * seeded by the shop's own scripts.
 *
 * @param seed also seeds the data.
 */
export async function prepareGround(seed: number, logs: string): Promise<Ground> {
  const scratch = await mkdtemp(join(tmpdir(), "marketplace-world-"));
  const nodeModules = join(ROOT, "node_modules");
  await mkdir(logs, { recursive: true });
  let postgres: Postgres | undefined;
  try {
    const history = join(scratch, "history");
    const starting = startPostgres(join(logs, "postgres.log"));
    starting.then(
      (started) => {
        postgres = started;
      },
      () => {},
    );
    const { head: policy } = await buildHistory(history);
    await holdBack(history, policy);
    const cluster = await starting;
    const checkout = join(scratch, "seeding");
    await runGit(scratch, ["clone", "--quiet", "--branch", "main", history, checkout]);
    await symlink(nodeModules, join(checkout, "node_modules"), "dir");
    await cluster.createDatabase(TEMPLATE);
    const environment = {
      PATH: process.env.PATH,
      DATABASE_URL: cluster.url(TEMPLATE),
      SEED: String(seed),
    };
    for (const script of ["db/migrate.ts", "db/seed.ts"]) {
      await run(process.execPath, [script], { cwd: checkout, env: environment });
    }
    return {
      history,
      policy,
      postgres: cluster,
      template: TEMPLATE,
      nodeModules,
      logs,
      scratch,
      async stop() {
        await cluster.stop();
        await rm(scratch, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await postgres?.stop();
    await rm(scratch, { recursive: true, force: true });
    throw error;
  }
}

/** The last commit of the history answers the App's own proposal, which is yet to come. Throws where it is another. */
async function holdBack(history: string, policy: string): Promise<void> {
  const touched = await runGit(history, ["diff-tree", "--no-commit-id", "--name-only", "-r", policy]);
  if (touched.trim() !== ".sre-space.yml")
    throw new Error("history.yml: its last commit must be the one that adds .sre-space.yml, and that alone.");
  await runGit(history, ["reset", "--quiet", "--hard", `${policy}~1`]);
}
