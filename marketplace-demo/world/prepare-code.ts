import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { hashFiles } from "./hash-files.ts";
import { keepPrepared } from "./keep-prepared.ts";

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, "../..");
const SHOP = join(ROOT, "marketplace-demo/shop");

/**
 * What Node compiles of the packages that every process of the marketplace loads: half of the time that one takes to start.
 *
 * @param parent where it is kept; it is made anew for another Node and for other packages
 * @returns a directory for NODE_COMPILE_CACHE, to be copied
 */
export async function prepareCode(parent: string): Promise<string> {
  const key = hashFiles(ROOT, ["package-lock.json", "marketplace-demo/shop/package.json"], process.version);
  const kept = await keepPrepared(parent, "code", key, async (directory) => {
    const { dependencies } = JSON.parse(readFileSync(join(SHOP, "package.json"), "utf8"));
    const load = `await Promise.all(${JSON.stringify(Object.keys(dependencies))}.map((name) => import(name)))`;
    const cache = join(directory, "cache");
    await mkdir(cache);
    await run(process.execPath, ["--input-type=module", "--eval", load], {
      cwd: SHOP,
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: cache },
    });
  });
  return join(kept, "cache");
}
