import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files of an incident's bundle, as `folderBundles` wrote them; null where there is none, or none any more. */
export async function keptBundle(
  root: string,
  id: string,
): Promise<{ name: string; content: Buffer }[] | null> {
  if (!/^[\w-]+$/.test(id)) return null;
  const folder = join(root, id);
  try {
    const files = (await readdir(folder, { withFileTypes: true })).filter((one) => one.isFile());
    return await Promise.all(
      files.map(async ({ name }) => ({ name, content: await readFile(join(folder, name)) })),
    );
  } catch (error) {
    // It may give way to newer ones while it is read.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
