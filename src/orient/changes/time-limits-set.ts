import { editOf } from "./edit.ts";
import type { ReadFile } from "./read-change.ts";
import { settingKind } from "./setting-kind.ts";
import { type Setting, settingsOf } from "./settings-of.ts";
import { sidesOf } from "./sides.ts";
import { syntaxOf } from "./syntax.ts";
import { wordsOf } from "./words-of.ts";

/** A limit on a wait that a change sets. */
export interface TimeLimit {
  /** What it may be in milliseconds: a bare number is seconds to one library and milliseconds to another. */
  ms: readonly number[];
  line: number;
}

const MS = /^(?:ms|millis|milliseconds?|msec|millisecond)$/;
const SECONDS = /^(?:s|sec|secs|seconds?)$/;
const MINUTES = /^(?:min|mins|minutes?)$/;

/** Time limits with another value than before, or that were not there. */
export function timeLimitsSet({ path, kind, hunks, inert }: ReadFile): TimeLimit[] {
  if (inert || (kind !== "code" && kind !== "config")) return [];
  const syntax = syntaxOf(path);
  const nested = /\.ya?ml$/.test(path);
  return hunks.flatMap((hunk) => {
    const edit = editOf(path, kind, syntax, sidesOf(hunk, syntax));
    const old = new Set(settingsOf(edit.before, nested).map(keyOf));
    return settingsOf(edit.after, nested)
      .filter((setting) => setting.touched && isTimeLimit(setting) && !old.has(keyOf(setting)))
      .flatMap((setting) => {
        const ms = millisecondsOf(setting);
        return ms.length > 0 ? [{ ms, line: edit.lineOf(setting.token) }] : [];
      });
  });
}

function keyOf({ name, value }: Setting): string {
  return `${name}=${value}`;
}

function isTimeLimit({ name, around }: Setting): boolean {
  return settingKind(name) === "timeout" || settingKind(`${around} ${name}`) === "timeout";
}

function millisecondsOf({ name, value, quantity }: Setting): number[] {
  if (quantity === null || quantity <= 0) return [];
  // With a unit, or made of factors that are one, it is in milliseconds already.
  if (/[a-z]/i.test(value)) return [quantity];
  const words = wordsOf(name);
  if (words.some((word) => MS.test(word))) return [quantity];
  if (words.some((word) => SECONDS.test(word))) return [quantity * 1000];
  if (words.some((word) => MINUTES.test(word))) return [quantity * 60_000];
  return Number.isInteger(quantity) && quantity >= 10
    ? [quantity, quantity * 1000]
    : [quantity * 1000, quantity];
}
