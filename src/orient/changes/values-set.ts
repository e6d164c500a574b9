import { editOf } from "./edit.ts";
import type { ReadFile } from "./read-change.ts";
import { settingsOf } from "./settings-of.ts";
import { sidesOf } from "./sides.ts";
import { syntaxOf } from "./syntax.ts";

/** A named number that a change gives another value. Units are milliseconds and bytes where the text has one. */
export interface ValueSet {
  name: string;
  was: number;
  is: number;
  line: number;
}

const cached = new WeakMap<ReadFile, readonly ValueSet[]>();

/** Named numbers of a file with another value than before, in the order in which they stand. */
export function valuesSet(file: ReadFile): readonly ValueSet[] {
  let values = cached.get(file);
  if (!values) {
    values = readValues(file);
    cached.set(file, values);
  }
  return values;
}

function readValues({ path, kind, hunks, inert }: ReadFile): ValueSet[] {
  if (inert || (kind !== "code" && kind !== "config")) return [];
  const syntax = syntaxOf(path);
  const nested = /\.ya?ml$/.test(path);
  return hunks.flatMap((hunk) => {
    const edit = editOf(path, kind, syntax, sidesOf(hunk, syntax));
    const before = settingsOf(edit.before, nested).filter(({ touched }) => touched);
    return settingsOf(edit.after, nested).flatMap((setting) => {
      if (!setting.touched || setting.quantity === null) return [];
      const was = before.find(({ name, quantity }) => name === setting.name && quantity !== setting.quantity);
      return was?.quantity === null || was === undefined
        ? []
        : [{ name: setting.name, was: was.quantity, is: setting.quantity, line: edit.lineOf(setting.token) }];
    });
  });
}
