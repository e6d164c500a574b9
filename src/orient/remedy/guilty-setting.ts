import type { Remedy } from "../../contracts/diagnosis.ts";
import type { CaseFile } from "../case-file.ts";
import { causalPath } from "../causal-path.ts";
import { IDLE } from "../changes/idle.ts";
import { type ReadFile, readChange, understood } from "../changes/read-change.ts";
import { fitNamedLimit } from "../fit-named-limit.ts";
import { fitMechanism } from "../mechanisms/fit-mechanism.ts";
import { symptomMix } from "../mechanisms/symptom-mix.ts";
import { signsOf } from "../signs.ts";
import { changedPairs } from "./changed-pairs.ts";

export interface GuiltySetting {
  setting: NonNullable<Remedy["setting"]>;
  /** The commit does nothing besides. */
  alone: boolean;
}

/** Files whose values can be put back one by one. */
const BY_KEY = /\.(?:ya?ml|jsonc?|toml|properties|env)$|(?:^|\/)\.env(?:\.[\w-]{1,40})?$/i;
/** So well must the one value's change fit the symptom, as the natural logarithm of a likelihood ratio. */
const FITS = 1.5;
/** And so much worse each other one: it causes such a thing seven times as seldom. */
const LEAD = 2;
/** Whoever changes more values at once has a change as a whole in mind. */
const MOST_PAIRS = 12;

/**
 * The one value by which a commit did it, where all the rest of the commit is innocent: nothing else of it runs, or what
 * else it sets seldom causes such a symptom. Null where that is not plain. Nothing is guessed: a commit that changes code,
 * or a key that came or went, is undone as a whole.
 */
export function guiltySetting(suspect: string, file: CaseFile): GuiltySetting | null {
  const candidate = file.candidates.find(({ sha }) => sha === suspect);
  if (!candidate) return null;
  const read = readChange(candidate, file).files;
  const running = read.filter(({ kind, inert }) => !IDLE.has(kind) && kind !== "asset" && inert === null);
  const changed = new Map(candidate.files.map(({ path, status }) => [path, status]));
  const pairs = running.map((one) =>
    one.kind === "config" && !one.unread && changed.get(one.path) === "modified" && BY_KEY.test(one.path)
      ? pairsOf(one)
      : null,
  );
  if (pairs.some((one) => one === null)) return null;
  const all = pairs.flatMap((one) => one ?? []);
  if (all.length === 0 || all.length > MOST_PAIRS) return null;
  const guilty = all.length === 1 ? all[0] : theOneThatFits(all, file);
  if (!guilty) return null;
  const lines = running.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines));
  const alone = read.length === 1 && lines.filter(({ kind }) => kind !== "same").length === 2;
  return { setting: { path: guilty.file.path, line: guilty.line, name: guilty.key }, alone };
}

interface Pair {
  file: ReadFile;
  key: string;
  line: number;
  alone: ReadFile;
}

function pairsOf(file: ReadFile): Pair[] | null {
  const pairs: Pair[] = [];
  for (const hunk of file.hunks) {
    const found = changedPairs(hunk);
    if (found === null) return null;
    for (const { key, line, alone } of found) {
      const hunks = [alone];
      pairs.push({
        file,
        key,
        line,
        alone: { ...file, hunks, ...understood(file.path, file.kind, hunks, true) },
      });
    }
  }
  return pairs;
}

/** What the errors themselves call by its name, or else what alone can cause such a thing. */
function theOneThatFits(pairs: readonly Pair[], file: CaseFile): Pair | undefined {
  const { anomaly, evidence } = file;
  const services = new Set(causalPath(file).keys());
  const named = pairs.filter(({ alone }) =>
    [...services].some((service) => fitNamedLimit(service, [alone], file) !== null),
  );
  if (named.length === 1) return named[0];
  const signs = signsOf(file, new Set([...services, ...anomaly.blastRadius]));
  const mix = symptomMix(anomaly, evidence, services, signs);
  const weighed = pairs
    .map((pair) => ({ pair, weight: fitMechanism([pair.alone], mix).finding?.weight ?? 0 }))
    .toSorted((a, b) => b.weight - a.weight);
  const [first, ...rest] = weighed;
  return first && first.weight >= FITS && rest.every(({ weight }) => weight <= first.weight - LEAD)
    ? first.pair
    : undefined;
}
