import { parseLines } from "dot-properties";
import { lineAt } from "./line-at.ts";
import { type Format, type Setting, SettingsUnread } from "./setting.ts";

/** Java's .properties (https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)). */
export const properties: Format = {
  name: ".properties",
  read(text) {
    const line = lineAt(text);
    const seen = new Set<string>();
    return parseLines(text, true).flatMap((node): Setting[] => {
      if (node.type !== "PAIR") return [];
      const { key, value, range } = node as unknown as { key: string; value: string; range: number[] };
      const [, , from = 0, to = 0] = range;
      if (seen.has(key)) throw new SettingsUnread(`names ${key} twice`);
      seen.add(key);
      const oneLine = !/[\r\n]/.test(text.slice(from, to));
      return [
        {
          path: [key],
          names: [key],
          value,
          range: oneLine && to > from ? [from, to] : null,
          line: line(from),
          document: null,
        },
      ];
    });
  },
  write: (value) =>
    /[\r\n]/.test(String(value))
      ? null
      : String(value)
          .replaceAll("\\", "\\\\")
          .replace(/^(?=[ \t\f])/, "\\"),
};
