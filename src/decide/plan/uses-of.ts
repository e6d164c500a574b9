import type { Aftermath } from "../../contracts/aftermath.ts";
import type { Commit } from "../../contracts/ports/repo-reader.ts";
import { changedLines } from "./changed-lines.ts";

const WORD = /[A-Za-z_$][\w$]{2,79}/g;
/** What an import names last: `./prices/round.ts`, `acme.prices.round`. */
const IMPORT = /\b(?:import|from|require|include|use)\b/;
/** A variable that a line brings into being. */
const OWN = /^\s{0,80}(?:const|let|var|val)\s{1,10}(?:mut\s{1,10})?([A-Za-z_$][\w$]{2,79})/;
const LONGEST = 1_000;
const MOST = 20;
/** What people write about code is no use of it. */
const PROSE = /\.(?:md|mdx|txt|rst|adoc)$/i;

/** Where lines that these commits add use what was brought in before. At most 20 uses, one for each name and file. */
export function usesOf(
  { names, modules }: { names: ReadonlySet<string>; modules: ReadonlySet<string> },
  commits: readonly Commit[],
): Aftermath["uses"] {
  const found = new Map<string, Aftermath["uses"][number]>();
  for (const { sha, files = [] } of commits)
    for (const { path, patch } of files) {
      if (PROSE.test(path)) continue;
      const gone = new Set(changedLines(patch, "-").map((line) => line.trim()));
      const added = changedLines(patch, "+");
      // A variable of its own is none of the suspect's, by whatever name.
      const own = new Set(added.map((line) => OWN.exec(line.slice(0, LONGEST))?.[1]));
      for (const line of added) {
        // A line that only moved uses nothing that it did not use before.
        if (line.length > LONGEST || gone.has(line.trim())) continue;
        const symbols = (line.match(WORD) ?? []).filter((word) => names.has(word) && !own.has(word));
        if (IMPORT.test(line)) symbols.push(...[...modules].filter((module) => imports(line, module)));
        for (const symbol of symbols) {
          if (found.size >= MOST) return [...found.values()];
          found.set(`${symbol}\0${path}`, { sha, path, symbol });
        }
      }
    }
  return [...found.values()];
}

function imports(line: string, module: string): boolean {
  const at = line.indexOf(module);
  return (
    at > 0 && /[/.\s"'<]/.test(line[at - 1] ?? "") && /^(?:$|[."'>;\s])/.test(line.slice(at + module.length))
  );
}
