import { readFileSync } from "node:fs";

/**
 * The files of a world, kept in one text so that nobody's linter reads them as ours: sections that begin with
 * `==> path <==`. Throws where a section is empty.
 */
export function sources(file: URL): Record<string, string> {
  const text = readFileSync(file, "utf8");
  const files: Record<string, string> = {};
  for (const part of text.split(/^==> /m).slice(1)) {
    const end = part.indexOf(" <==\n");
    const path = part.slice(0, end);
    const content = part.slice(end + 5).replace(/\n+$/, "\n");
    if (end < 0 || content.trim() === "") throw new Error(`${file.pathname}: nothing in "${path}"`);
    files[path] = content;
  }
  return files;
}
