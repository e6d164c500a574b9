import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandsIn } from "../../docs/commands-page.ts";
import { ENVIRONMENT } from "../../docs/environment-variables.ts";
import { blocksIn, PAGES, ROOT } from "./markdown.ts";

const commands = readFileSync(join(ROOT, "docs/reference/commands.md"), "utf8");
/** Scripts of the package that a page stands in. */
function scriptsAt(page: string): string[] {
  for (let folder = dirname(page); ; folder = dirname(folder)) {
    const file = join(ROOT, folder, "package.json");
    if (existsSync(file))
      return Object.keys((JSON.parse(readFileSync(file, "utf8")) as { scripts: object }).scripts);
  }
}
const named = new Set(ENVIRONMENT.flatMap(({ variables }) => variables.map(({ name }) => name)));

/** What a page says that is no prose: code, in blocks and in lines. */
const codeIn = (markdown: string) => [
  ...blocksIn(markdown).map(({ code }) => code),
  ...[...markdown.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code),
];
/** Whether any file but a page has that word. */
const isSomewhere = (word: string) => {
  try {
    execFileSync(
      "git",
      ["grep", "--untracked", "--quiet", "--word-regexp", "--fixed-strings", word, "--", ":!*.md"],
      {
        cwd: ROOT,
      },
    );
    return true;
  } catch {
    return false;
  }
};

/** The help of a command, from the reference. */
function helpOf(command: string): string {
  return commands.split(`\n## ${command}\n`)[1]?.split("\n## ")[0] ?? "";
}

/** Of a script and of what it does besides. */
const flagsOf = (typed: string) =>
  commands
    .split("\n## ")
    .filter((section) => section.startsWith(typed))
    .flatMap((section) => section.match(/(?<!\S)--[a-z][a-z-]*/g) ?? []);

describe.each([...PAGES])("%s", (page, text) => {
  const code = codeIn(text);

  it("names commands and flags that there are", () => {
    for (const line of code.flatMap((block) => block.split("\n"))) {
      const [, command, rest = ""] =
        /(?:npx |bin\/)sre-space(?:\.js)? ([a-z]+)\b([^|&;#>]*)/.exec(line) ?? [];
      if (command === undefined) continue;
      expect(commandsIn(commands), line).toContain(command);
      for (const [flag] of rest.matchAll(/(?<=\s)--[a-z][a-z-]*/g))
        expect(helpOf(command), line).toContain(flag);
    }
  });

  it("names flags of the demo that there are", () => {
    for (const line of code.flatMap((block) => block.split("\n"))) {
      const [, script, rest = ""] = /\bnpm run (demo|break) -- ([^|&;#>]*)/.exec(line) ?? [];
      for (const [flag] of rest.matchAll(/(?<!\S)--[a-z][a-z-]*/g))
        expect(flagsOf(`npm run ${script}`), line).toContain(flag);
    }
  });

  it("names scripts that there are", () => {
    for (const line of code)
      for (const [, script = ""] of line.matchAll(/\bnpm run ([\w:-]+)/g))
        expect([...scriptsAt(page), ...scriptsAt("package.json")], line).toContain(script);
  });

  it("names variables that something reads", () => {
    for (const block of code)
      for (const [name] of block.matchAll(/(?<![\w/.$-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w-])/g))
        expect(named.has(name) || name.startsWith("OTEL_") || isSomewhere(name), name).toBe(true);
  });
});
