import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Postgres, startPostgres } from "./postgres.ts";
import { prepareCluster } from "./prepare-cluster.ts";
import { prepareCode } from "./prepare-code.ts";
import { prepareHistory } from "./prepare-history.ts";

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
  /** Where Node keeps what it compiled for the marketplace's processes. */
  compileCache: string;
  /** Logs, one directory a world; kept after the run. */
  logs: string;
  /** Everything else; removed with the ground. */
  scratch: string;
  stop(): Promise<void>;
};

const ROOT = join(import.meta.dirname, "../..");
/** What is the same in every run lies here, each part by the hash of what it is made of. */
const PREPARED = join(ROOT, ".data/prepared");

/**
 * Makes the ground of a run: the marketplace's history, and a PostgreSQL whose template database was migrated and
 * seeded by the shop's own scripts. Both are made once and kept for later runs.
 *
 * @param seed also seeds the data.
 */
export async function prepareGround(seed: number, logs: string): Promise<Ground> {
  const scratch = await mkdtemp(join(tmpdir(), "marketplace-world-"));
  await mkdir(logs, { recursive: true });
  let postgres: Postgres | undefined;
  let copying: Promise<void> | undefined;
  try {
    const starting = startCopy(seed, join(logs, "postgres.log"));
    starting.then(
      (started) => {
        postgres = started.postgres;
      },
      () => {},
    );
    const compileCache = join(scratch, "compile-cache");
    // A copy: checkouts have a path of their own in each run, and what is compiled of them would pile up.
    copying = prepareCode(PREPARED).then((code) => cp(code, compileCache, { recursive: true }));
    const [{ repository, policy }, cluster] = await Promise.all([
      prepareHistory(PREPARED),
      starting,
      copying,
    ]);
    return {
      history: repository,
      policy,
      postgres: cluster.postgres,
      template: cluster.template,
      nodeModules: join(ROOT, "node_modules"),
      compileCache,
      logs,
      scratch,
      async stop() {
        await cluster.postgres.stop();
        await rm(scratch, { recursive: true, force: true });
      },
    };
  } catch (error) {
    // What is still being written cannot be removed, and why it failed would not be told.
    await Promise.allSettled([copying]);
    await postgres?.stop();
    await rm(scratch, { recursive: true, force: true });
    throw error;
  }
}

async function startCopy(seed: number, logFile: string): Promise<{ postgres: Postgres; template: string }> {
  const { directory, template } = await prepareCluster(PREPARED, seed, logFile);
  return { postgres: await startPostgres(logFile, { copyOf: directory }), template };
}
