import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The refs of a repository by name (gitrepository-layout(5)): packed ones first, then the files under `refs/`, which
 * win. No process is started, since nearly every write looks at the branches.
 */
export async function readRefs(dir: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const packed = await readFile(join(dir, "packed-refs"), "utf8").catch(() => "");
  for (const line of packed.split("\n")) {
    const match = /^([0-9a-f]{40}) (refs\/.+)$/.exec(line);
    if (match) found.set(match[2]!, match[1]!);
  }
  const entries = await readdir(join(dir, "refs"), { recursive: true, withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      if (!entry.isFile() || entry.name.endsWith(".lock")) return;
      const path = join(entry.parentPath, entry.name);
      // A ref may be deleted between the listing and the reading.
      const text = (await readFile(path, "utf8").catch(() => "")).trim();
      if (/^[0-9a-f]{40}$/.test(text)) found.set(path.slice(dir.length + 1), text);
    }),
  );
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
