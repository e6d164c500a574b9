import { type Node, type ParseError, parseTree } from "jsonc-parser";
import { lineAt } from "./line-at.ts";
import { elementName, namesOf, type Step } from "./names-of.ts";
import { type Format, type Setting, SettingsUnread } from "./setting.ts";

/** JSON, with the comments and trailing commas that editors' settings have. */
export const json: Format = {
  name: "JSON",
  read(text) {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
    const line = lineAt(text);
    const [error] = errors;
    if (error || !root)
      throw new SettingsUnread(`is no JSON that can be read (line ${line(error?.offset ?? 0)})`);
    const settings: Setting[] = [];
    const seen = new Set<string>();
    walk(root, []);
    return settings;

    function walk(node: Node, steps: readonly Step[]): void {
      const { type, children = [] } = node;
      if (type === "object") {
        for (const property of children) {
          const [key, value] = property.children ?? [];
          if (key && value) walk(value, [...steps, { key: String(key.value) }]);
        }
      } else if (type === "array") {
        const elements = children.map(shallow);
        for (const [index, child] of children.entries())
          walk(child, [...steps, { index, name: elementName(elements[index], elements) }]);
      }
      const empty = (type === "object" || type === "array") && children.length === 0;
      if (!empty && (type === "object" || type === "array")) return;
      const path = steps.map((step) => ("key" in step ? step.key : step.index));
      const once = JSON.stringify(path);
      if (seen.has(once)) throw new SettingsUnread(`names ${namesOf(steps)[0]} twice`);
      seen.add(once);
      settings.push({
        path,
        names: namesOf(steps),
        value: empty ? (type === "object" ? "{}" : "[]") : node.value,
        range: empty || type === "null" ? null : [node.offset, node.offset + node.length],
        line: line(node.offset),
        document: null,
      });
    }
  },
  write: (value, source) =>
    typeof value === "string" || !source.startsWith('"') ? JSON.stringify(value) : null,
};

/** An element's own texts: enough to know its name. */
function shallow({ type, children = [] }: Node): unknown {
  if (type !== "object") return null;
  return Object.fromEntries(children.map(({ children: [key, value] = [] }) => [key?.value, value?.value]));
}
