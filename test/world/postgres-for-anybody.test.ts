import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const WORLD = join(import.meta.dirname, "../../marketplace-demo/world/postgres.ts");
/** Whoever runs the tests, and where that is root somebody who is not: nobody has an account for PostgreSQL to begin with. */
const users = process.getuid?.() === 0 ? [0, 65_534] : [process.getuid?.() ?? 0];

it.each(users)("comes up for the user %i, root or not", async (uid) => {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-anybody-"));
  chmodSync(directory, 0o777);
  const log = join(directory, "postgres.log");
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        "--input-type=module",
        "--eval",
        `const { startPostgres } = await import(${JSON.stringify(WORLD)});
         const postgres = await startPostgres(${JSON.stringify(log)});
         await postgres.createDatabase("policies");
         await postgres.stop();
         console.log("it ran as", process.getuid());`,
      ],
      { uid, env: { PATH: process.env.PATH, HOME: directory, TMPDIR: directory } },
    ).catch((error: unknown) => {
      throw new Error(`${(error as { stderr: string }).stderr}\n${readFileSync(log, "utf8")}`);
    });
    expect(stdout.trim()).toBe(`it ran as ${uid}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
