import { RE2JS } from "re2js";

/** An expression of a policy's `redact`, ready to use. */
export interface CompiledPattern {
  /** What stands in place of a match, in square brackets. */
  placeholder: string;
  expression: RE2JS;
}

/**
 * Compiles one expression in RE2's syntax: it runs in time linear in the text, whatever a person wrote.
 * The name of its first named group becomes the placeholder, else `redacted`.
 * Throws `Error` with RE2's own message for people where it is none, and where it matches the empty text.
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function compileRedaction(source: string): CompiledPattern {
  const expression = RE2JS.compile(source);
  if (expression.matcher("").find()) throw new Error("matches the empty text, and so everywhere");
  const [name] = Object.keys(expression.namedGroups());
  return { placeholder: name ?? "redacted", expression };
}
