import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";

/** So long nobody has used it: milliseconds. What a run that goes on still reads was touched when it began. */
const UNUSED = 24 * 3_600_000;

/**
 * A directory that is made once and kept for later runs: `parent/name-key`. Two runs may make it at once, and one of them
 * is thrown away; nobody ever sees half of it. Others of that name that nobody has used for a day are removed.
 *
 * @param key says everything that the content depends on; letters and digits
 * @param make fills the empty directory that it is given
 * @returns the directory, to be read and never written
 */
export async function keepPrepared(
  parent: string,
  name: string,
  key: string,
  make: (directory: string) => Promise<void>,
): Promise<string> {
  const kept = join(parent, `${name}-${key}`);
  await mkdir(parent, { recursive: true });
  if (!existsSync(kept)) {
    const making = await mkdtemp(join(parent, `.${name}-`));
    try {
      await make(making);
      await rename(making, kept);
    } catch (error) {
      await rm(making, { recursive: true, force: true });
      if (!existsSync(kept)) throw error;
    }
  }
  const now = new Date();
  await utimes(kept, now, now);
  for (const other of await readdir(parent)) {
    const path = join(parent, other);
    if (path === kept || !(other.startsWith(`${name}-`) || other.startsWith(`.${name}-`))) continue;
    const found = await stat(path).catch(() => undefined);
    if (found && now.getTime() - found.mtimeMs > UNUSED) await rm(path, { recursive: true, force: true });
  }
  return kept;
}
