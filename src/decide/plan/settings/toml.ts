import { type AST, getStaticTOMLValue, ParseError, parseTOML } from "toml-eslint-parser";
import { lineAt } from "./line-at.ts";
import { elementName, namesOf, type Step } from "./names-of.ts";
import { type Format, type Setting, SettingsUnread } from "./setting.ts";

/** TOML 1.0, every table and every dotted key by its whole path. */
export const toml: Format = {
  name: "TOML",
  read(text) {
    const program = parse(text);
    const whole = getStaticTOMLValue(program);
    const line = lineAt(text);
    const settings: Setting[] = [];
    const steps = (path: readonly (string | number)[]) => stepsIn(whole, path);
    const walk = (node: AST.TOMLContentNode, path: readonly (string | number)[]): void => {
      if (node.type === "TOMLInlineTable") {
        for (const pair of node.body) walk(pair.value, [...path, ...keysOf(pair)]);
        if (node.body.length > 0) return;
      } else if (node.type === "TOMLArray") {
        for (const [index, element] of node.elements.entries()) walk(element, [...path, index]);
        if (node.elements.length > 0) return;
      }
      const plain =
        node.type === "TOMLValue" && ["string", "integer", "float", "boolean"].includes(node.kind);
      const multiline = node.type === "TOMLValue" && node.kind === "string" && node.multiline;
      settings.push({
        path,
        names: namesOf(steps(path)),
        value: node.type !== "TOMLValue" ? (node.type === "TOMLArray" ? "[]" : "{}") : plainValue(node),
        range: plain && !multiline ? node.range : null,
        line: line(node.range[0]),
        document: null,
      });
    };
    for (const entry of program.body[0].body) {
      if (entry.type === "TOMLKeyValue") walk(entry.value, keysOf(entry));
      else for (const pair of entry.body) walk(pair.value, [...entry.resolvedKey, ...keysOf(pair)]);
    }
    return settings;
  },
  write(value, source) {
    if (typeof value === "string") {
      const literal = source.startsWith("'") && !/['\n]/.test(value);
      // A basic string escapes as JSON does (https://toml.io/en/v1.0.0#string).
      return literal ? `'${value}'` : JSON.stringify(value).replaceAll("\u007f", "\\u007F");
    }
    if (/^["']/.test(source)) return null;
    if (typeof value === "boolean") return String(value);
    // A float stays one: whoever reads it may ask for its type.
    return /[.eE]/.test(source) && Number.isInteger(value) ? `${value}.0` : String(value);
  },
};

function parse(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { tomlVersion: "1.0" });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new SettingsUnread(`is no TOML that can be read (line ${error.lineNumber})`);
  }
}

function plainValue(node: AST.TOMLValue): Setting["value"] {
  return "datetime" in node ? node.datetime : node.value;
}

function keysOf({ key }: AST.TOMLKeyValue): string[] {
  return key.keys.map((one) => (one.type === "TOMLBare" ? one.name : one.value));
}

function stepsIn(whole: unknown, path: readonly (string | number)[]): Step[] {
  let here = whole;
  return path.map((part): Step => {
    const all = here as Record<string | number, unknown>;
    here = all?.[part];
    if (typeof part === "string") return { key: part };
    return { index: part, name: Array.isArray(all) ? elementName(here, all) : null };
  });
}
