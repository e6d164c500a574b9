export interface EnclosingFunction {
  name: string;
  /** Lines from 1, both inclusive. */
  from: number;
  to: number;
}

const DECLARES =
  /\bfunction\s*\*?\s*([\w$]+)|\b(?:const|let|var)\s+([\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*(?::[^=]+)?=>|[\w$]+\s*=>|\(\s*$)|^\s*(?:async\s+)?def\s+(\w+)|^\s*func\s+(?:\([^)]*\)\s*)?(\w+)|^\s*(?:(?:public|private|protected|static|async|override|final|get|set)\s+)*([\w$]+)\s*\([^;]*\)?\s*(?::[^={]+)?\{\s*$|^\s*(?:pub\s+)?fn\s+(\w+)/;
const NOT_FUNCTIONS = new Set([
  "if",
  "for",
  "while",
  "switch",
  "catch",
  "with",
  "return",
  "else",
  "do",
  "function",
]);

/**
 * The innermost named function around a line, by indentation: the nearest line above that declares one
 * with less indentation, to the first line below that falls back to it. Good for code that a formatter
 * has seen; null outside of every function.
 */
export function enclosingFunction(source: readonly string[], line: number): EnclosingFunction | null {
  let indent = indentOf(source[line - 1] ?? "");
  const own = nameOf(source[line - 1] ?? "");
  if (own) return { name: own, from: line, to: endOf(source, line) };
  for (let i = line - 1; i >= 1; i--) {
    const text = source[i - 1] ?? "";
    if (text.trim() === "" || indentOf(text) >= indent) continue;
    const name = nameOf(text) ?? nameAbove(source, i);
    if (name) return { name, from: i, to: endOf(source, i) };
    indent = indentOf(text);
  }
  return null;
}

/** Parameters broken over lines: `): Type {` closes a declaration that stands further up. */
function nameAbove(source: readonly string[], line: number): string | null {
  const text = source[line - 1] ?? "";
  if (!/^\s*\)/.test(text)) return null;
  for (let i = line - 1; i >= Math.max(1, line - 40); i--) {
    const above = source[i - 1] ?? "";
    if (above.trim() === "" || indentOf(above) > indentOf(text)) continue;
    return nameOf(above) ?? /([\w$]+)\s*\(\s*$/.exec(above)?.[1] ?? null;
  }
  return null;
}

function nameOf(text: string): string | null {
  const match = DECLARES.exec(text.slice(0, 400));
  const name = match?.slice(1).find((group) => group !== undefined) ?? null;
  return name && !NOT_FUNCTIONS.has(name) ? name : null;
}

function endOf(source: readonly string[], from: number): number {
  const indent = indentOf(source[from - 1] ?? "");
  let opened = false;
  for (let i = from + 1; i <= source.length; i++) {
    const text = source[i - 1] ?? "";
    if (text.trim() === "") continue;
    if (indentOf(text) > indent) opened = true;
    // `): Type {` belongs to the declaration; the body is still to come.
    else if (opened && !(/^\s*\)/.test(text) && /[{:]\s*$/.test(text)))
      return /^\s*[)}\]]/.test(text) ? i : i - 1;
  }
  return source.length;
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
