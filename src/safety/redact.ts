import type { CompiledPattern } from "./redaction-pattern.ts";
import { SECRET_SHAPES } from "./secret-shapes.ts";

const PLACEHOLDERS = new Set(SECRET_SHAPES.map((shape) => `[${shape.placeholder}]`));

interface Range {
  start: number;
  end: number;
  placeholder: string;
}

/**
 * Takes secrets and personal data out of text that is about to leave: everything that one of the built-in
 * shapes or of the policy's patterns matches in the text as it was, replaced by a placeholder such as
 * `[email]`. All are matched before anything is replaced, so no pattern hides a secret from another.
 */
export function redact(text: string, patterns: readonly CompiledPattern[]): string {
  let redacted = replace(text, [...policyRanges(text, patterns), ...builtInRanges(text)]);
  // What a placeholder now stands beside may have become a secret's shape; each round leaves fewer.
  for (let before = text; redacted !== before; ) {
    before = redacted;
    redacted = replace(redacted, builtInRanges(redacted));
  }
  return redacted;
}

/** Ranges that overlap become one placeholder, that of the one which begins first. */
function replace(text: string, ranges: Range[]): string {
  ranges.sort((a, b) => a.start - b.start || b.end - a.end);
  let redacted = "";
  let position = 0;
  for (const range of ranges) {
    if (range.end <= position) continue;
    if (range.start >= position) redacted += `${text.slice(position, range.start)}[${range.placeholder}]`;
    position = range.end;
  }
  return redacted + text.slice(position);
}

function policyRanges(text: string, patterns: readonly CompiledPattern[]): Range[] {
  const ranges: Range[] = [];
  for (const { expression, placeholder } of patterns) {
    const matcher = expression.matcher(text);
    while (matcher.find()) {
      if (matcher.end() > matcher.start())
        ranges.push({ start: matcher.start(), end: matcher.end(), placeholder });
    }
  }
  return ranges;
}

function builtInRanges(text: string): Range[] {
  const ranges: Range[] = [];
  for (const { find, accept, placeholder } of SECRET_SHAPES) {
    for (const match of text.matchAll(find)) {
      if (accept && !accept(match)) continue;
      const secret = match.slice(1).find((group) => group !== undefined);
      if (secret === undefined) {
        ranges.push({ start: match.index, end: match.index + match[0].length, placeholder });
        continue;
      }
      // A second pass leaves what the first one wrote.
      if (PLACEHOLDERS.has(secret)) continue;
      const start = match.index + match[0].lastIndexOf(secret);
      ranges.push({ start, end: start + secret.length, placeholder });
    }
  }
  return ranges;
}
