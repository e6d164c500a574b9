import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** What the name of a bundle that is being written begins with. */
export const TEMPORARY = ".writing-";

/**
 * Lets the oldest bundles below `root` go until those that are left keep to the limits; the newest always stays.
 * Their names begin with the time, so that their order is that of the incidents. Also clears away what a process
 * left that was killed while it wrote; nobody else may be writing.
 */
export async function pruneBundles(root: string, limits: { bundles: number; bytes: number }): Promise<void> {
  const names = (await readdir(root)).sort().reverse();
  for (const name of names.filter((one) => one.startsWith(TEMPORARY)))
    await rm(join(root, name), { recursive: true, force: true });
  let bytes = 0;
  for (const [index, name] of names.filter((one) => !one.startsWith(".")).entries()) {
    const files = await readdir(join(root, name)).catch(() => []);
    for (const file of files) bytes += (await stat(join(root, name, file)).catch(() => null))?.size ?? 0;
    if (index > 0 && (index >= limits.bundles || bytes > limits.bytes))
      await rm(join(root, name), { recursive: true, force: true });
  }
}
