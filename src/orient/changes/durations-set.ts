import { editOf } from "./edit.ts";
import type { ReadFile } from "./read-change.ts";
import { settingKind } from "./setting-kind.ts";
import { type Setting, settingsOf } from "./settings-of.ts";
import { sidesOf } from "./sides.ts";
import { syntaxOf } from "./syntax.ts";
import { wordsOf } from "./words-of.ts";

/** How long something holds, is kept, or is waited for until it is done again, by a change. */
export interface DurationSet {
  /** What it may be in milliseconds: a bare number is seconds to one program and milliseconds to another. */
  ms: readonly number[];
  line: number;
}

const HOLDS =
  /^(?:lifetime|life|validity|valid|ttl|age|expir\w{1,6}|duration|lease|retention|keep|kept|hold|holds|held|window|grace|leeway|until|after|interval|every|period|refresh|renew|rotate|rotation)$/;
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|millis|milliseconds?|msec)$/, 1],
  [/^(?:s|secs?|seconds?)$/, 1000],
  [/^(?:mins?|minutes?)$/, 60_000],
  [/^(?:h|hrs?|hours?)$/, 3_600_000],
  [/^(?:days?)$/, 86_400_000],
];

/** Durations with another value than before, or that were not there. */
export function durationsSet({ path, kind, hunks, inert }: ReadFile): DurationSet[] {
  if (inert || (kind !== "code" && kind !== "config")) return [];
  const syntax = syntaxOf(path);
  const nested = /\.ya?ml$/.test(path);
  return hunks.flatMap((hunk) => {
    const edit = editOf(path, kind, syntax, sidesOf(hunk, syntax));
    const old = new Set(settingsOf(edit.before, nested).map(({ name, value }) => `${name}=${value}`));
    return settingsOf(edit.after, nested).flatMap((setting) => {
      if (!setting.touched || !isDuration(setting) || old.has(`${setting.name}=${setting.value}`)) return [];
      const ms = millisecondsOf(setting);
      return ms.length > 0 ? [{ ms, line: edit.lineOf(setting.token) }] : [];
    });
  });
}

function isDuration({ name, around }: Setting): boolean {
  const kind = settingKind(name) ?? settingKind(`${around} ${name}`);
  return (
    kind === "cache lifetime" ||
    kind === "interval" ||
    wordsOf(`${around} ${name}`.slice(-110)).some((word) => HOLDS.test(word))
  );
}

function millisecondsOf({ name, around, value, quantity }: Setting): number[] {
  if (quantity === null || quantity <= 0) return [];
  if (/[a-z]/i.test(value)) return [quantity];
  const words = wordsOf(`${around} ${name}`.slice(-110));
  const unit = UNITS.find(([pattern]) => words.some((word) => pattern.test(word)));
  if (unit) return [quantity * unit[1]];
  return [quantity * 1000, quantity];
}
