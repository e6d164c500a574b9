import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** One short hash over the names and contents of everything below these paths (files or directories), and over `also`. */
export function hashFiles(root: string, paths: readonly string[], also = ""): string {
  const hash = createHash("sha256").update(also);
  const files = paths.flatMap((path) => filesOf(join(root, path)));
  for (const file of files.sort()) {
    const content = readFileSync(file);
    hash.update(`\0${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

function filesOf(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.name === "node_modules" ? [] : filesOf(join(path, entry.name)),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return [path];
    throw error;
  }
}
