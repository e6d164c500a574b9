export interface EnclosingFunction {
  name: string;
  /** Lines from 1, both inclusive. */
  from: number;
  to: number;
}

/** A line longer than this was not written by hand, and declares nothing that matters. */
const LONGEST_LINE = 300;

/** Ways to declare a function, by languages. Each looks at a line from one place only, so that its cost follows the length. */
const DECLARES: readonly RegExp[] = [
  /\bfunction\s{0,4}\*?\s{0,4}([\w$]{1,80})/,
  /^\s{0,80}(?:export\s{1,4})?(?:const|let|var)\s{1,4}([\w$]{1,80})[^=]{0,120}=\s{0,4}(?:async\s{0,4})?(?:function\b|\(\s{0,4}$|[\w$]{1,80}\s{0,4}=>|\([^)]{0,200}\)[^=]{0,120}=>)/,
  /^\s{0,80}(?:async\s{1,4})?def(?:p|macrop?)?\s{1,4}(?:self\.)?(\w{1,80}[?!]?)/,
  // C++: `Depth Book::depth(std::size_t levels) const {`
  /^(?:[\w<>:,&*]{1,80}\s{1,4}){0,6}[&*]{0,2}(?:\w{1,60}::){1,4}(~?\w{1,80})\s{0,4}\([^;]{0,200}\{?\s{0,4}$/,
  /^\s{0,80}func\s{1,4}(?:\([^)]{0,120}\)\s{0,4})?(\w{1,80})/,
  /^\s{0,80}(?:pub(?:\([^)]{0,20}\))?\s{1,4})?(?:async\s{1,4})?(?:unsafe\s{1,4})?fn\s{1,4}(\w{1,80})/,
  /^\s{0,80}(?:(?:public|private|protected|internal|open|override|suspend|inline)\s{1,4}){0,5}fun\s{1,4}(?:<[^>]{0,60}>\s{0,4})?(?:\w{1,80}\.)?(\w{1,80})/,
  // Methods of classes, with a type before the name (Java, C#) or without (JavaScript).
  /^\s{0,80}(?:[\w<>[\],.?]{1,80}\s{1,4}){0,9}([\w$]{1,80})\s{0,4}\([^;]{0,200}(?:\{\s{0,4}$|\{.{0,80}\}\s{0,4}$)/,
];
/** The same where the body's bracket has a line of its own. */
const WITHOUT_BRACKET =
  /^\s{0,80}(?:[\w<>[\],.?]{1,80}\s{1,4}){1,7}([\w$]{1,80})\s{0,4}\([^;]{0,200}\)\s{0,4}(?:where\b.{0,80})?$/;
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
  // Calls with a block behind them, in Kotlin, Ruby, Swift, C# and others.
  ..."check require assert precondition synchronized let run with apply also repeat launch async withContext runBlocking transaction transactionTemplate describe context it test each map forEach filter foreach using lock fixed unless until when elif elseif elsif match loop guard try unsafe select ensure expect error rescue begin times tap then".split(
    " ",
  ),
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
    const above = text.trim() === "{" ? (source[i - 2] ?? "") : "";
    const declared = nameOf(above) ?? (above.length > LONGEST_LINE ? null : WITHOUT_BRACKET.exec(above)?.[1]);
    if (declared && !NOT_FUNCTIONS.has(declared))
      return { name: declared, from: i - 1, to: endOf(source, i - 1) };
    indent = indentOf(text);
  }
  return null;
}

/** Parameters broken over lines: `): Type {` closes a declaration that stands further up. */
function nameAbove(source: readonly string[], line: number): string | null {
  const text = source[line - 1] ?? "";
  if (!text.trimStart().startsWith(")")) return null;
  for (let i = line - 1; i >= Math.max(1, line - 40); i--) {
    const above = source[i - 1] ?? "";
    if (above.trim() === "" || indentOf(above) > indentOf(text)) continue;
    return nameOf(above) ?? openedCall(above);
  }
  return null;
}

/** The name before a bracket that ends its line. */
function openedCall(text: string): string | null {
  const line = text.slice(-LONGEST_LINE).trimEnd();
  return line.endsWith("(")
    ? (/([\w$]{1,80})\s{0,4}$/.exec(line.slice(0, -1).slice(-90))?.[1] ?? null)
    : null;
}

function nameOf(text: string): string | null {
  if (text.length > LONGEST_LINE) return null;
  for (const pattern of DECLARES) {
    const name = pattern.exec(text)?.[1];
    if (name && !NOT_FUNCTIONS.has(name) && !/^\s{0,80}(?:return|new|throw|await|else)\b/.test(text))
      return name;
  }
  return null;
}

function endOf(source: readonly string[], from: number): number {
  const indent = indentOf(source[from - 1] ?? "");
  let opened = false;
  for (let i = from + 1; i <= source.length; i++) {
    const text = source[i - 1] ?? "";
    if (text.trim() === "") continue;
    if (indentOf(text) > indent) opened = true;
    // `): Type {` belongs to the declaration; the body is still to come.
    else if (opened && !(opens(text) && text.trimStart().startsWith(")"))) return closes(text) ? i : i - 1;
  }
  return source.length;
}

function opens(text: string): boolean {
  return /[{:]/.test(text.trimEnd().slice(-1));
}

function closes(text: string): boolean {
  return /[)}\]]/.test(text.trimStart().slice(0, 1));
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
