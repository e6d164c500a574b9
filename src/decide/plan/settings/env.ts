import { parseEnv } from "node:util";
import { type Format, type Setting, SettingsUnread } from "./setting.ts";

/** A variable on a line of its own, as dotenv and Node read it. */
const VARIABLE = /^([ \t]{0,20}(?:export[ \t]{1,5})?([A-Za-z_][\w.-]{0,200})[ \t]{0,20}=[ \t]{0,20})(.*)$/;
/** What stands behind `=` on the line: quoted, or up to a comment. */
const VALUE = /^(?:"[^"]*"|'[^']*'|`[^`]*`|[^"'`#\s](?:[^#]*[^#\s])?)/;

/** `.env`: one variable a line. What Node's own reader makes of the file must be what was found line by line. */
export const env: Format = {
  name: ".env",
  read(text) {
    const settings: Setting[] = [];
    const seen = new Set<string>();
    const all = parseEnv(text);
    let at = 0;
    for (const [i, ended] of text.split("\n").entries()) {
      const [, before = "", key, rest = ""] = VARIABLE.exec(ended.replace(/\r$/, "")) ?? [];
      const start = at + before.length;
      at += ended.length + 1;
      if (key === undefined) continue;
      if (seen.has(key)) throw new SettingsUnread(`names ${key} twice`);
      seen.add(key);
      const source = VALUE.exec(rest)?.[0] ?? "";
      if (parseEnv(`${key}=${source}`)[key] !== all[key])
        throw new SettingsUnread(`holds a value at line ${i + 1} that is not plain`);
      const value = all[key] ?? "";
      const range: Setting["range"] = source === "" ? null : [start, start + source.length];
      settings.push({ path: [key], names: [key], value, range, line: i + 1, document: null });
    }
    if (Object.keys(all).length !== seen.size)
      throw new SettingsUnread("holds variables that are not one on each line");
    return settings;
  },
  write(value, source) {
    const text = String(value);
    const quote = /^["'`]/.exec(source)?.[0];
    if (/[\r\n]/.test(text)) return null;
    if (quote !== undefined) return text.includes(quote) ? null : `${quote}${text}${quote}`;
    return /[\s#"'`\\]/.test(text) || text === "" ? null : text;
  },
};
