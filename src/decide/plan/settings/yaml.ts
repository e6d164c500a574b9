import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  stringify,
} from "yaml";
import { lineAt } from "./line-at.ts";
import { elementName, namesOf, type Step } from "./names-of.ts";
import { type Format, type Setting, SettingsUnread } from "./setting.ts";

/** Aliases may be written so that they say each other a million times. */
const MOST_ALIASES = 100;
const MOST_VALUES = 20_000;

/** YAML 1.2, of one document or several: Kubernetes, Helm's values, Compose, and what services read. */
export const yaml: Format = {
  name: "YAML",
  read(text) {
    const documents = parseAllDocuments(text, { logLevel: "error" });
    if (!Array.isArray(documents)) return [];
    const line = lineAt(text);
    return documents.flatMap((document: Document, i: number) => {
      const [error] = document.errors;
      if (error) throw new SettingsUnread(`is no YAML that can be read (line ${line(error.pos[0])})`);
      return settingsOf(document, i, line);
    });
  },
  write(value, source) {
    if (typeof value !== "string") return /^["']/.test(source) ? null : String(value);
    if (source.startsWith("'") && !/\n/.test(value)) return `'${value.replaceAll("'", "''")}'`;
    if (source.startsWith('"')) return JSON.stringify(value);
    const plain = stringify(value, { lineWidth: 0 }).trimEnd();
    // In a flow collection a comma or a bracket would end it.
    return /[\n,[\]{}]/.test(plain) ? JSON.stringify(value) : plain;
  },
};

function settingsOf(document: Document, i: number, line: (offset: number) => number): Setting[] {
  const whole = plainOf(document);
  const { kind, metadata } = (whole ?? {}) as { kind?: unknown; metadata?: { name?: unknown } };
  const called =
    typeof kind === "string" && typeof metadata?.name === "string" ? `${kind}/${metadata.name}` : null;
  const settings: Setting[] = [];
  const add = (node: Node | null, steps: readonly Step[], value: Setting["value"], editable: boolean) => {
    if (settings.length >= MOST_VALUES)
      throw new SettingsUnread("holds more values than anybody keeps by hand");
    const range = node?.range;
    settings.push({
      path: [i, ...steps.map((step) => ("key" in step ? step.key : step.index))],
      names: namesOf(steps),
      value,
      range: editable && range ? [range[0], range[1]] : null,
      line: line(range?.[0] ?? 0),
      document: called,
    });
  };
  const walk = (node: unknown, steps: readonly Step[]): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : JSON.stringify(plainOf(document, key));
        walk(value, [...steps, { key: name }]);
      }
      // An empty collection is a value, too.
      if (node.items.length === 0) add(node, steps, "{}", false);
    } else if (isSeq(node)) {
      const elements = node.items.map((item) => plainOf(document, item));
      for (const [index, item] of node.items.entries())
        walk(item, [...steps, { index, name: elementName(elements[index], elements) }]);
      if (node.items.length === 0) add(node, steps, "[]", false);
    } else if (isScalar(node)) {
      const { value, type, tag } = node;
      const known = ["string", "number", "boolean"].includes(typeof value) || value === null;
      const oneLine = type === "PLAIN" || type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE";
      const replaceable =
        known && value !== null && oneLine && (tag === undefined || /:(?:str|int|float|bool)$/.test(tag));
      add(node, steps, known ? (value as Setting["value"]) : String(value), replaceable);
    } else if (isAlias(node)) add(node, steps, JSON.stringify(plainOf(document, node)) ?? null, false);
    else if (node === null) add(null, steps, null, false);
  };
  walk(document.contents, []);
  return settings;
}

/** As plain data, aliases followed. */
function plainOf(document: Document, node: unknown = document.contents): unknown {
  try {
    if (node === document.contents) return document.toJS({ maxAliasCount: MOST_ALIASES });
    const { toJS } = node as { toJS?: (document: Document, options: { maxAliasCount: number }) => unknown };
    return toJS ? toJS.call(node, document, { maxAliasCount: MOST_ALIASES }) : node;
  } catch {
    throw new SettingsUnread("has aliases that say each other too often");
  }
}
