import type { DiffLine, Hunk } from "./changed-lines.ts";

export interface Syntax {
  line: readonly string[];
  block: boolean;
  /** Indentation is part of the meaning. */
  indented: boolean;
}

const C_LIKE: Syntax = { line: ["//"], block: true, indented: false };
const HASHED: Syntax = { line: ["#"], block: false, indented: false };
const INDENTED: Syntax = { line: ["#"], block: false, indented: true };
const SYNTAXES: Readonly<Record<string, Syntax>> = {
  py: INDENTED,
  yml: INDENTED,
  yaml: INDENTED,
  rb: HASHED,
  sh: HASHED,
  toml: HASHED,
  sql: { line: ["--"], block: true, indented: false },
};
const C_LIKE_EXTENSIONS =
  /^(?:[cm]?[jt]s|[jt]sx|go|java|kt|rs|c|cc|cpp|h|hpp|cs|swift|scala|php|css|scss|less)$/;
/** Where a language is not known nothing is a comment, and layout may matter. */
const UNKNOWN: Syntax = { line: [], block: false, indented: true };

export function syntaxOf(path: string): Syntax {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  return SYNTAXES[extension] ?? (C_LIKE_EXTENSIONS.test(extension) ? C_LIKE : UNKNOWN);
}

/** The same hunk without the text of its comments. Lines stay, if empty, so that numbers hold. */
export function stripComments(hunk: Hunk, syntax: Syntax): Hunk {
  const after = stripSide(hunk, "added", syntax);
  const before = stripSide(hunk, "removed", syntax);
  return {
    ...hunk,
    lines: hunk.lines.map((line, i) => ({
      ...line,
      text: (line.kind === "removed" ? before : after)[i] ?? "",
    })),
  };
}

function stripSide(hunk: Hunk, side: "added" | "removed", syntax: Syntax): (string | undefined)[] {
  const other: DiffLine["kind"] = side === "added" ? "removed" : "added";
  const own = hunk.lines.filter((line) => line.kind !== other);
  let inComment = startsInside(
    own.map((line) => line.text),
    syntax,
  );
  return hunk.lines.map((line) => {
    if (line.kind === other) return undefined;
    const { code, open } = stripLine(line.text, syntax, inComment);
    inComment = open;
    return code;
  });
}

function startsInside(lines: readonly string[], syntax: Syntax): boolean {
  if (!syntax.block) return false;
  for (const line of lines) {
    const open = line.indexOf("/*");
    const close = line.indexOf("*/");
    if (close >= 0 && (open < 0 || close < open)) return true;
    if (open >= 0) return false;
  }
  // Every line begins with the star that documentation comments carry: the hunk shows the inside of one.
  const written = lines.filter((line) => line.trim() !== "");
  return written.length > 0 && written.every((line) => /^\s*\*(\s|$)/.test(line));
}

function stripLine(text: string, syntax: Syntax, inside: boolean): { code: string; open: boolean } {
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
    } else if (quote) {
      code += char;
      if (char === "\\") code += text.charAt(++i);
      else if (char === quote) quote = "";
    } else if (syntax.block && text.startsWith("/*", i)) {
      open = true;
      i += 1;
    } else if (startsComment(text, i, syntax)) break;
    else {
      if (char === '"' || char === "'" || char === "`") quote = char;
      code += char;
    }
  }
  return { code: code.trimEnd(), open };
}

function startsComment(text: string, at: number, syntax: Syntax): boolean {
  return syntax.line.some(
    (mark) => text.startsWith(mark, at) && (mark !== "#" || at === 0 || /\s/.test(text.charAt(at - 1))),
  );
}
