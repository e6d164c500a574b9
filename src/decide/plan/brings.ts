import type { FilePatch } from "../../contracts/ports/repo-reader.ts";
import { changedLines } from "./changed-lines.ts";

/** Names that are defined, by the words that languages define them with. One pass, bounded. */
const DEFINES = [
  // TypeScript, Python, Go, Rust, Java, C#, Ruby, PHP, Kotlin, Swift and their like.
  /\b(?:function|class|interface|enum|struct|trait|type|def|fn|func|module|object|record|protocol|namespace|macro_rules!)\s{1,10}(?:\([^()]{0,80}\)\s{0,10})?\*?\s{0,5}([A-Za-z_$][\w$]{2,79})/g,
  /\b(?:const|let|var|val|static|final|export)\s{1,10}(?:(?:mut|final|default|async)\s{1,10}){0,2}([A-Za-z_$][\w$]{2,79})\s{0,10}[:=(]/g,
  // A method of a class or an object, a member of a type.
  /^\s{0,40}(?:(?:public|private|protected|internal|static|async|override|abstract|export|readonly|get|set)\s{1,5}){0,4}(?:[\w<>[\],.]{1,40}\s{1,5})?([A-Za-z_$][\w$]{2,79})\s{0,5}\([^;]{0,200}\)\s{0,5}(?::[^{;]{0,80})?\{/g,
  /^\s{0,40}(?:readonly\s{1,5})?([A-Za-z_$][\w$]{2,79})\??:\s{1,5}[A-Za-z_$({["'\d]/g,
];
/** In these languages such a line, where it is indented, names what nobody outside of its block can use. */
const LOCAL = /^\s{1,80}(?:const|let|var)\s/;
const OF_BLOCKS = /\.(?:[cm]?[jt]sx?|go|rs)$/i;
const KEYWORDS = new Set(
  "if for while switch catch return function async await else default case with new typeof constructor super test describe expect import export from const let var class this self true false null None".split(
    " ",
  ),
);
/** A line of code is not longer; a generated one names nothing that people use. */
const LONGEST = 1_000;
/** More than anybody brings in by hand; what is left out is told by `plan` and conflicts, or not at all. */
const MOST = 2_000;

/**
 * The names that a change brings in: defined in lines that it adds, and in no line that it takes away. And the files
 * that it adds, by the end of the path that an import names.
 */
export function brings(files: readonly FilePatch[]): { names: Set<string>; modules: Set<string> } {
  const added = new Set<string>();
  const before = new Set<string>();
  for (const { path, patch } of files) {
    const lines = changedLines(patch, "+").filter((line) => !OF_BLOCKS.test(path) || !LOCAL.test(line));
    for (const name of definedIn(lines)) if (added.size < MOST) added.add(name);
    for (const name of definedIn(changedLines(patch, "-"))) before.add(name);
  }
  const modules = files.flatMap(({ path, status }) => {
    const name = /([^/]{3,100})\.[A-Za-z]{1,5}$/.exec(path)?.[1];
    return status === "added" && name !== undefined && !/^(?:index|main|mod|__init__)$/.test(name)
      ? [name]
      : [];
  });
  return { names: new Set([...added].filter((name) => !before.has(name))), modules: new Set(modules) };
}

function* definedIn(lines: readonly string[]): Generator<string> {
  for (const line of lines) {
    if (line.length > LONGEST) continue;
    for (const expression of DEFINES)
      for (const [, name] of line.matchAll(expression)) if (name && !KEYWORDS.has(name)) yield name;
  }
}
