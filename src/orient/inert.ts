import type { Hunk } from "./changed-lines.ts";

interface Syntax {
  line: readonly string[];
  block: boolean;
  /** Indentation is part of the meaning. */
  indented: boolean;
}

const C_LIKE: Syntax = { line: ["//"], block: true, indented: false };
const SYNTAXES: Readonly<Record<string, Syntax>> = {
  py: { line: ["#"], block: false, indented: true },
  rb: { line: ["#"], block: false, indented: false },
  sh: { line: ["#"], block: false, indented: false },
  yml: { line: ["#"], block: false, indented: true },
  yaml: { line: ["#"], block: false, indented: true },
  toml: { line: ["#"], block: false, indented: false },
  sql: { line: ["--"], block: true, indented: false },
  ts: C_LIKE,
  tsx: C_LIKE,
  mts: C_LIKE,
  cts: C_LIKE,
  js: C_LIKE,
  jsx: C_LIKE,
  mjs: C_LIKE,
  cjs: C_LIKE,
  go: C_LIKE,
  java: C_LIKE,
  kt: C_LIKE,
  rs: C_LIKE,
  c: C_LIKE,
  cc: C_LIKE,
  cpp: C_LIKE,
  h: C_LIKE,
  cs: C_LIKE,
  swift: C_LIKE,
  scala: C_LIKE,
  php: C_LIKE,
};

/**
 * Whether a change leaves the meaning alone: what remains of the removed and of the added lines without
 * comments and layout is the same. A text's own judgement, without a parser: where a language is not
 * known, only layout is forgiven.
 */
export function isInert(path: string, hunks: readonly Hunk[]): boolean {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  const syntax = SYNTAXES[extension] ?? { line: [], block: false, indented: true };
  return (
    hunks.length > 0 &&
    hunks.every((hunk) => meaning(hunk, "removed", syntax) === meaning(hunk, "added", syntax))
  );
}

function meaning(hunk: Hunk, side: "added" | "removed", syntax: Syntax): string {
  const lines = hunk.lines.filter((line) => line.kind === side || line.kind === "same");
  let inComment = startsInsideComment(
    lines.map((line) => line.text),
    syntax,
  );
  const kept: string[] = [];
  for (const line of lines) {
    const { code, open } = withoutComments(line.text, syntax, inComment);
    inComment = open;
    if (code.trim() === "") continue;
    const indent = syntax.indented ? (/^\s*/.exec(code)?.[0] ?? "") : "";
    kept.push(indent + code.trim());
  }
  return syntax.indented ? kept.join("\n") : layoutFree(kept.join("\n"));
}

/** Layout goes, except inside quotes; commas and semicolons before an end are a formatter's choice. */
function layoutFree(code: string): string {
  return code
    .split(/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part
            .replace(/\s+/g, " ")
            .replace(/ ?([^\w$ ]) ?/g, "$1")
            .replace(/,([)\]}])/g, "$1"),
    )
    .join("")
    .trim();
}

function startsInsideComment(lines: readonly string[], syntax: Syntax): boolean {
  if (!syntax.block) return false;
  for (const line of lines) {
    const open = line.indexOf("/*");
    const close = line.indexOf("*/");
    if (close >= 0 && (open < 0 || close < open)) return true;
    if (open >= 0) return false;
  }
  // Every line begins with the star that documentation comments carry: the hunk shows the inside of one.
  return lines.length > 0 && lines.every((line) => /^\s*\*(\s|$)/.test(line));
}

function withoutComments(text: string, syntax: Syntax, inside: boolean): { code: string; open: boolean } {
  let code = "";
  let open = inside;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (open) {
      if (text.startsWith("*/", i)) {
        open = false;
        i += 1;
      }
      continue;
    }
    if (quote) {
      code += char;
      if (char === "\\") code += text.charAt(++i);
      else if (char === quote) quote = "";
      continue;
    }
    if (syntax.block && text.startsWith("/*", i)) {
      open = true;
      i += 1;
      continue;
    }
    if (
      syntax.line.some(
        (mark) => text.startsWith(mark, i) && (mark !== "#" || i === 0 || /\s/.test(text.charAt(i - 1))),
      )
    )
      break;
    if (char === '"' || char === "'" || char === "`") quote = char;
    code += char;
  }
  return { code, open };
}
