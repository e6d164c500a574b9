import type { CaseFile } from "./case-file.ts";
import { IDLE } from "./changes/idle.ts";
import type { ReadCandidate, ReadFile } from "./changes/read-change.ts";
import { wordsOf } from "./changes/words-of.ts";
import type { Finding } from "./finding.ts";
import { oneKeyOf } from "./one-key.ts";
import { WEIGHTS } from "./weights.ts";

/** Parts of a key that tell no kind of thing. */
const ANYTHING =
  /^(?:app|id|ids|name|type|kind|key|value|code|user|request|attribute|custom|label|tag|ref|number|party)$/;
const SHORTEST = 3;

/**
 * Where one value of an attribute is what all bad requests have in common, the code that decides by it is where to look: a
 * change that says that value, or is about that attribute, is likelier, and one that says nothing of either less. The name is
 * the program's own; of values only those that Scout takes for the program's are read.
 */
export function fitOneKey(
  files: readonly ReadFile[],
  all: readonly ReadCandidate[],
  file: CaseFile,
): Finding | null {
  const split = oneKeyOf(file.evidence.items, file.anomaly.service);
  if (!split) return null;
  const key = split.key.slice(split.key.lastIndexOf("/") + 1);
  const words = wordsOf(key).filter((word) => word.length >= SHORTEST && !ANYTHING.test(word));
  const value = split.plain && /^[\w-]{1,40}$/.test(split.value) ? split.value : null;
  const fit = fitOf(files, words, value);
  if (fit <= 0)
    return {
      family: "place",
      weight: WEIGHTS.place.notAboutKey,
      text: `Bad requests have their ${key} in common, and it says nothing of that.`,
      evidence: [split.id],
    };
  const having = all.filter((other) => fitOf(other.files, words, value) >= fit).length;
  const rarity = Math.log((all.length + 1) / Math.max(1, having)) / Math.log(all.length + 1);
  return {
    family: "place",
    weight: WEIGHTS.place.aboutKey * fit * rarity,
    text: `Bad requests have their ${key} in common, and it changes lines about that.`,
    evidence: [split.id],
  };
}

/** 1 where a changed line says the value or the attribute, half of it where they stand around the changed lines. */
function fitOf(files: readonly ReadFile[], words: readonly string[], value: string | null): number {
  let best = 0;
  for (const changed of files) {
    if (changed.inert || IDLE.has(changed.kind) || changed.kind === "asset") continue;
    for (const { heading, lines } of changed.hunks) {
      for (const { kind, text } of [...lines, { kind: "same", text: heading }]) {
        const said = wordsOf(text.slice(0, 120));
        const about =
          words.some((word) => said.includes(word) || said.includes(`${word}s`)) ||
          (value !== null &&
            [`"${value}"`, `'${value}'`, `:${value}`].some((quoted) => text.includes(quoted)));
        if (about) best = Math.max(best, kind === "same" ? 0.5 : 1);
      }
      if (best === 1) return 1;
    }
  }
  return best;
}
