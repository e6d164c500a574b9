import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { NoBundle } from "./no-bundle.ts";
import { BUNDLE_FILES } from "./read-bundle.ts";

/**
 * The bundles at these paths, in the order of their names: a folder is one, or it holds some, as DATA_DIR/bundles
 * does.
 * @throws NoBundle where there is no such folder, or no bundle in it
 */
export async function bundlesAt(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const names = await readdir(path).catch(() => null);
    if (!names) throw new NoBundle(`There is no folder ${path}. Name a bundle: sre-space simulate BUNDLE`);
    if (holdsOne(names)) {
      found.push(path);
      continue;
    }
    const inside: string[] = [];
    for (const name of names.toSorted()) {
      const folder = join(path, name);
      if (!name.startsWith(".") && (await stat(folder)).isDirectory() && holdsOne(await readdir(folder)))
        inside.push(folder);
    }
    if (inside.length === 0)
      throw new NoBundle(`${path} holds no incident bundle. docs/bundles.md says what one is made of.`);
    found.push(...inside);
  }
  return found;
}

const holdsOne = (names: readonly string[]) => names.some((name) => BUNDLE_FILES.includes(name));
