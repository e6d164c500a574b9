import { createHash } from "node:crypto";
import type { DiffLine } from "./changed-lines.ts";
import type { Syntax } from "./syntax.ts";

/**
 * A word, a number, the inside of a string, a regular expression, or an operator or bracket; `rest` stands for
 * the end of a line that is too long to be read.
 */
export interface Token {
  kind: "word" | "number" | "text" | "pattern" | "mark" | "rest";
  text: string;
  /** Index of the line among the hunk's. */
  line: number;
  /** Blanks before it where it is the first of its line, else -1. */
  indent: number;
  /** Of a string: what it stands between. */
  quote?: string;
}

/** More of a line than this was not written by hand: the rest becomes one token, which still tells lines apart. */
const LONGEST_LINE = 400;
const LONGEST_TOKEN = 200;

const WORD = /[\p{L}_$@][\p{L}\p{N}_$]*/uy;
const BANGED = /[\p{L}_$@][\p{L}\p{N}_$]*(?:[?!](?![=.]))?/uy;
const HYPHENED = /[\p{L}_$@][\p{L}\p{N}_$]*(?:[.-][\p{L}\p{N}_$]+)*/uy;
const NUMBER = /\d[\w.]*%?/y;
const BLANK = /\s+/y;
const MARKS = new Set([
  ..."=== !== <=> ... **= ??= &&= ||= <<= >>=".split(" "),
  ..."== != <= >= => -> ?. ?? || && :: := += -= *= /= %= ++ -- ** .. !! <- |> <<".split(" "),
]);

/**
 * The tokens of one side of a hunk, without comments and layout. Each character is looked at a bounded
 * number of times. A hunk may begin inside of a comment or a string, which only the text before it could
 * tell: comments are guessed from where they end, strings are not.
 */
export function tokenise(lines: readonly DiffLine[], side: "added" | "removed", syntax: Syntax): Token[] {
  const tokens: Token[] = [];
  const own = lines.map((line, i) => ({ text: line.text, i, kind: line.kind }));
  const kept = own.filter((line) => line.kind === side || line.kind === "same");
  const reader = new LineReader(syntax, tokens, startsInside(kept, syntax));
  for (const { text, i } of kept) reader.read(text, i);
  return syntax.indented ? tokens.filter((token, i) => !isDocstring(tokens, token, i)) : tokens;
}

class LineReader {
  private readonly syntax: Syntax;
  private readonly tokens: Token[];
  /** What ends the comment or string that a line left open. */
  private comment: string;
  private string = "";

  constructor(syntax: Syntax, tokens: Token[], comment: string) {
    this.syntax = syntax;
    this.tokens = tokens;
    this.comment = comment;
  }

  read(text: string, line: number): void {
    const short = text.length > LONGEST_LINE ? text.slice(0, LONGEST_LINE) : text;
    const before = this.tokens.length;
    this.scan(short, line, 0);
    const first = this.tokens[before];
    if (first) first.indent = short.length - short.trimStart().length;
    if (text.length > LONGEST_LINE) this.push("rest", digest(text.slice(LONGEST_LINE)), line);
  }

  private push(kind: Token["kind"], text: string, line: number, quote?: string): void {
    this.tokens.push({ kind, text, line, indent: -1, ...(quote ? { quote } : {}) });
  }

  private scan(text: string, line: number, depth: number): void {
    let i = 0;
    while (i < text.length) {
      if (this.comment) {
        const end = text.indexOf(this.comment, i);
        if (end < 0) return;
        i = end + this.comment.length;
        this.comment = "";
        continue;
      }
      if (this.string) {
        i = this.readString(text, i, this.string, line, depth);
        continue;
      }
      const blank = match(BLANK, text, i);
      if (blank) {
        i += blank.length;
        continue;
      }
      const block = this.syntax.block.find(([open]) => text.startsWith(open, i));
      if (block) {
        this.comment = block[1];
        i += block[0].length;
        continue;
      }
      if (this.startsComment(text, i)) return;
      const long = this.syntax.long.find((quote) => text.startsWith(quote, i));
      const quote = long ?? (this.opensString(text, i) ? text.charAt(i) : "");
      if (quote) {
        this.string = quote;
        const at = this.tokens.length;
        i = this.readString(text, i + quote.length, quote, line, depth);
        // An empty string is a value too.
        if (this.tokens.length === at) this.push("text", "", line, quote);
        if (!long) this.string = "";
        continue;
      }
      const word = match(this.syntax.hyphens ? HYPHENED : this.syntax.bangs ? BANGED : WORD, text, i);
      if (word) {
        this.push("word", word, line);
        i += word.length;
        continue;
      }
      const number = match(NUMBER, text, i);
      if (number) {
        this.push("number", number, line);
        i += number.length;
        continue;
      }
      if (this.syntax.patterns && text.charAt(i) === "/" && this.mayBePattern()) {
        const end = endOfPattern(text, i);
        if (end > 0) {
          this.push("pattern", text.slice(i, end), line);
          i = end;
          continue;
        }
      }
      const mark = [3, 2].map((n) => text.slice(i, i + n)).find((two) => MARKS.has(two)) ?? text.charAt(i);
      this.push("mark", mark, line);
      i += mark.length;
    }
  }

  /** Reads on inside of a string; code that is filled into it is code. Returns where it went on from. */
  private readString(text: string, from: number, quote: string, line: number, depth: number): number {
    let start = from;
    let i = from;
    const flush = (to: number) => {
      if (to > start) this.push("text", text.slice(start, to).slice(0, 2 * LONGEST_TOKEN), line, quote);
    };
    while (i < text.length) {
      if (text.charAt(i) === "\\" && quote !== '"""') i += 2;
      else if (text.startsWith(quote, i)) {
        flush(i);
        this.string = "";
        return i + quote.length;
      } else if ((text.startsWith("${", i) || text.startsWith("#{", i)) && depth < 3) {
        const end = closingBrace(text, i + 2);
        if (end < 0) i += 2;
        else {
          flush(i);
          const outer = this.string;
          this.string = "";
          this.scan(text.slice(i + 2, end), line, depth + 1);
          this.string = outer;
          i = end + 1;
          start = i;
        }
      } else i += 1;
    }
    flush(text.length);
    return text.length;
  }

  private opensString(text: string, i: number): boolean {
    const char = text.charAt(i);
    if (!this.syntax.quotes.includes(char)) return false;
    // An apostrophe inside of a plain word of a configuration file quotes nothing.
    return !(this.syntax.hyphens && i > 0 && /\w/.test(text.charAt(i - 1)));
  }

  private startsComment(text: string, i: number): boolean {
    return this.syntax.line.some(
      (mark) =>
        text.startsWith(mark, i) &&
        ((mark !== "#" && mark !== ";") || i === 0 || /\s/.test(text.charAt(i - 1))),
    );
  }

  /** After a value a slash divides; anywhere else it opens a regular expression. */
  private mayBePattern(): boolean {
    const last = this.tokens.at(-1);
    if (!last || last.kind === "mark") return last === undefined || !/^[)\]}]$/.test(last.text);
    return last.kind === "word" && /^(?:return|typeof|case|in|of|when|if|unless|and|or|not)$/.test(last.text);
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function endOfPattern(text: string, from: number): number {
  let inClass = false;
  for (let i = from + 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === "\\") i += 1;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) {
      let end = i + 1;
      while (/[a-z]/.test(text.charAt(end))) end += 1;
      return end;
    }
  }
  return -1;
}

function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length && i < from + LONGEST_TOKEN; i++) {
    const char = text.charAt(i);
    if (char === "{") depth += 1;
    else if (char === "}" && --depth === 0) return i;
  }
  return -1;
}

/** What ends the comment that the hunk begins in, if it does: one ends in it that it does not begin. */
function startsInside(lines: readonly { text: string }[], syntax: Syntax): string {
  for (const [start, end] of syntax.block) {
    for (const { text } of lines) {
      const open = text.indexOf(start);
      const close = text.indexOf(end);
      if (close >= 0 && (open < 0 || close < open)) return end;
      if (open >= 0) break;
    }
    // Every line begins with the star that documentation comments carry.
    const written = lines.filter(({ text }) => text.trim() !== "");
    if (
      start === "/*" &&
      written.length > 0 &&
      written.every(({ text }) => /^\s{0,80}\*(?:\s|$)/.test(text.slice(0, 100)))
    )
      return end;
  }
  return "";
}

/** A string that stands alone as a statement explains, and does nothing. */
function isDocstring(tokens: readonly Token[], token: Token, i: number): boolean {
  if (token.kind !== "text" || (token.quote !== '"""' && token.quote !== "'''")) return false;
  for (let j = i - 1; j >= 0; j--) {
    const before = tokens[j];
    if (!before) break;
    if (before.kind === "text" && before.quote === token.quote) continue;
    const starts = tokens[j + 1];
    return (
      starts !== undefined &&
      starts.indent >= 0 &&
      !/^[([{=,+]$/.test(before.text) &&
      before.text !== "return"
    );
  }
  return (tokens[0]?.indent ?? -1) >= 0;
}
