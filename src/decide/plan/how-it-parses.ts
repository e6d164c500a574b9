import { stripTypeScriptTypes } from "node:module";
import { formatOf } from "./settings/format-of.ts";
import { readSettings } from "./settings/read-settings.ts";

const CODE = /\.(?:[cm]?[jt]s)$/i;

/**
 * Whether a text still parses as what its name says, by the parsers that are here, and which did. Where the text before did
 * not parse either (a template), or nobody here reads the language, it says so: that brackets match would prove nothing.
 */
export function howItParses(
  path: string,
  before: string,
  after: string,
): { how: string } | { whyNot: string } {
  const format = formatOf(path);
  const name = format?.name ?? (CODE.test(path) ? "TypeScript or JavaScript" : null);
  if (name === null) return { how: "not parsed, as no parser of its language is here" };
  const parses = (text: string) => (format ? "settings" in readSettings(path, text) : isCode(text));
  if (parses(after)) return { how: `parses as ${name}` };
  return parses(before)
    ? { whyNot: `would not parse as ${name} any more` }
    : { how: `does not parse as ${name}, nor did it before` };
}

/** By the parser that Node itself runs TypeScript with. */
function isCode(text: string): boolean {
  try {
    stripTypeScriptTypes(text, { mode: "transform" });
    return true;
  } catch {
    return false;
  }
}
