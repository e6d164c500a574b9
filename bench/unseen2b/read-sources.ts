import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const sources = new URL("sources/", import.meta.url).pathname;

/** The files of a world's repository, by path; a trailing `.txt` keeps them from the tools of this one. */
export function readSources(world: string): Record<string, string> {
  const root = join(sources, world);
  return Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(root.length + 1).replace(/\.txt$/, ""), readFileSync(path, "utf8")]),
  );
}
