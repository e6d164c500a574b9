import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { marked, type Token } from "marked";

export const ROOT = join(import.meta.dirname, "../..");

/** Every Markdown file of the repository that people read, by path: what is committed, and what is about to be. */
export const PAGES: ReadonlyMap<string, string> = new Map(
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
    cwd: ROOT,
    encoding: "utf8",
  })
    .split("\n")
    // Snapshots are of issues on GitHub, and judging sets bring files of other people's repositories.
    .filter((path) => path !== "" && !/^(?:test|bench\/(?:unseen|incidents))/.test(path))
    .map((path) => [path, readFileSync(join(ROOT, path), "utf8")]),
);

/** Blocks of code, fenced or indented, wherever they stand. */
export function blocksIn(markdown: string): { lang: string; code: string }[] {
  const blocks: { lang: string; code: string }[] = [];
  marked.walkTokens(marked.lexer(markdown), (token: Token) => {
    if (token.type === "code") blocks.push({ lang: token.lang ?? "", code: token.text });
  });
  return blocks;
}
