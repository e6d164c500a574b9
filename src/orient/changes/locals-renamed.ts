import type { Sides } from "./sides.ts";
import type { Syntax } from "./syntax.ts";
import type { Token } from "./tokens.ts";

/** Words before a name that make it a local of the function. */
const DECLARES =
  /^(?:const|let|var|val|auto|final|mut|for|int|long|double|float|String|string|bool|boolean)$/;

/**
 * The sides differ in names alone, each old name everywhere in the hunks becomes the same new one, and all of
 * them are declared in the hunks as locals: then nothing outside can tell. Members, keys and what is exported
 * are no locals. Without the whole file this is a strong sign, not a proof.
 */
export function localsRenamed(sides: readonly Sides[], syntax: Syntax): boolean {
  const renamed = new Map<string, string>();
  const taken = new Map<string, string>();
  const declared = new Set<string>();
  for (const { before, after } of sides) {
    if (before.length !== after.length) return false;
    for (const [i, was] of before.entries()) {
      const is = after[i];
      if (!is || was.kind !== is.kind || was.quote !== is.quote) return false;
      if (syntax.indented && was.indent !== is.indent) return false;
      if (was.text === is.text) continue;
      if (was.kind !== "word" || was.text === "_" || is.text === "_" || isMember(before, i)) return false;
      if ((renamed.get(was.text) ?? is.text) !== is.text || (taken.get(is.text) ?? was.text) !== was.text)
        return false;
      renamed.set(was.text, is.text);
      taken.set(is.text, was.text);
      if (isDeclared(before, i, syntax)) declared.add(was.text);
    }
  }
  if (renamed.size === 0 || [...renamed.keys()].some((name) => !declared.has(name))) return false;
  // Neither may the old name stand anywhere still, nor the new one have stood anywhere before.
  return sides.every(
    ({ before, after }) =>
      after.every((token) => token.kind !== "word" || !renamed.has(token.text)) &&
      before.every((token) => token.kind !== "word" || !taken.has(token.text)),
  );
}

/** After a dot, before a colon, or inside of braces that may name the members of something. */
function isMember(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1]?.text ?? "";
  const next = tokens[i + 1]?.text ?? "";
  if (/^(?:\.|\?\.|->|::|@)$/.test(before)) return true;
  if (next === ":" && !DECLARES.test(before)) return true;
  return /^[{,]$/.test(before) && /^[,}]$/.test(next) && inBraces(tokens, i);
}

function inBraces(tokens: readonly Token[], i: number): boolean {
  let depth = 0;
  for (let j = i - 1; j >= 0 && j > i - 60; j--) {
    const text = tokens[j]?.text ?? "";
    if (/^[)\]}]$/.test(text)) depth += 1;
    else if (/^[([{]$/.test(text) && depth-- === 0) return text === "{";
  }
  return false;
}

function isDeclared(tokens: readonly Token[], i: number, syntax: Syntax): boolean {
  const before = tokens[i - 1];
  const next = tokens[i + 1]?.text ?? "";
  if (tokens[i - 2]?.text === "export" || tokens[i - 2]?.text === "static") return false;
  // At the margin stands what belongs to the module, not to a function.
  const statement = startOf(tokens, i);
  if (statement === 0) return false;
  if (before && DECLARES.test(before.text)) return true;
  if (next === ":=") return true;
  return syntax.indented && next === "=" && tokens[i]?.indent !== undefined && (tokens[i]?.indent ?? -1) > 0;
}

/** Indentation of the line that a token stands on. */
function startOf(tokens: readonly Token[], i: number): number {
  for (let j = i; j >= 0; j--) {
    const indent = tokens[j]?.indent ?? -1;
    if (indent >= 0) return indent;
  }
  return 0;
}
