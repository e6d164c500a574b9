import { IDLE } from "../changes/idle.ts";
import type { ReadFile } from "../changes/read-change.ts";
import type { Finding } from "../finding.ts";
import { WEIGHTS } from "../weights.ts";
import { bitesLate } from "./bites-late.ts";
import type { Mechanism } from "./mechanism.ts";
import { mechanismWeight } from "./mechanism-weight.ts";
import { MECHANISMS } from "./mechanisms.ts";
import type { SymptomClass } from "./symptom-class.ts";
import type { SymptomMix } from "./symptom-mix.ts";

export interface MechanismFit {
  /** The class that fits the symptom best; null where nothing that could run is changed. */
  mechanism: Mechanism | null;
  finding: Finding | null;
  /** Whether it may have needed time: a class that does fits the symptom about as well as the best. */
  late: boolean;
}

/** What cannot cause such a symptom has no excuse for causing it late. */
const FITS = 0.3;
/** A commit may hurt by the second-best of what it does. */
const ABOUT_AS_WELL = 1;

const IN_WORDS: Readonly<Record<SymptomClass, string>> = {
  "throws by mistake": "code that throws",
  "throws its own error": "requests that end in an error",
  rejects: "requests that are refused",
  "times out": "calls that time out",
  expires: "something that is used after its end",
  "cannot connect": "connections that fail",
  "the database refuses": "statements that the database refuses",
  "runs out": "something that runs out",
  "crashes at start": "processes that do not start",
  "slow by itself": "slow code",
  "slow in the database": "slow queries",
  "slow downstream": "slow calls",
  "asks more often": "more calls for each request",
  leaks: "memory that grows",
  "goes silent": "requests that stop coming",
  "answers wrongly": "answers that are wrong",
};

/**
 * Whether a change of these classes can produce such a symptom at all, by the table. The best class
 * counts, and the second in part, but not the sum: a commit that does many things is not guiltier for it.
 */
export function fitMechanism(files: readonly ReadFile[], mix: SymptomMix): MechanismFit {
  const shown = new Map<Mechanism, { weight: number; path: string; line: number }>();
  for (const file of files) {
    if (IDLE.has(file.kind) || file.kind === "asset") continue;
    for (const { change, line, factor } of file.classes) {
      const mechanism = MECHANISMS.get(change);
      if (mechanism && !shown.has(mechanism)) {
        shown.set(mechanism, {
          weight: mechanismWeight(mechanism, mix) + sizeWeight(factor),
          path: file.path,
          line,
        });
      }
    }
  }
  const ranked = [...shown].toSorted(
    ([a, one], [b, other]) => other.weight - one.weight || (a.change < b.change ? -1 : 1),
  );
  const [best, second] = ranked;
  if (!best) return { mechanism: null, finding: null, late: false };
  const [mechanism, { path, line }] = best;
  const weight = best[1].weight + Math.max(0, second?.[1].weight ?? 0) * WEIGHTS.mechanism.second;
  const kin = likeliest(mechanism, mix);
  const text =
    weight >= 0.3
      ? `Its kind of change, ${mechanism.change}, can cause ${IN_WORDS[kin]}: ${mechanism.how}.`
      : weight <= -0.3
        ? `Its kind of change, ${mechanism.change}, seldom causes ${IN_WORDS[kin]}.`
        : "";
  const late = ranked.some(
    ([one, its]) =>
      bitesLate(one) &&
      its.weight > FITS &&
      (one === mechanism || its.weight >= Math.max(1, best[1].weight - ABOUT_AS_WELL)),
  );
  return {
    mechanism,
    late,
    finding: { family: "mechanism", weight, text, evidence: mix.evidence.slice(0, 3), line: { path, line } },
  };
}

/** A number that is hardly another seldom breaks what held before; one that is many times another often does. */
function sizeWeight(factor: number | undefined): number {
  if (factor === undefined) return 0;
  return SIZES.find(([least]) => factor >= least)?.[1] ?? SLIGHT;
}

/** From so many times as large or as small on: what it adds. */
const SIZES: readonly (readonly [number, number])[] = [
  [8, 0.5],
  [3, 0.25],
  [1.5, 0],
];
const SLIGHT = -0.7;

/** The symptom through which the class would speak loudest. */
function likeliest(mechanism: Mechanism, mix: SymptomMix): SymptomClass {
  let best: SymptomClass = "throws by mistake";
  let most = -1;
  for (const [symptom, share] of mix.shares) {
    const part = share * Math.exp(mechanism.weight[symptom] ?? mechanism.otherwise);
    if (part > most) [best, most] = [symptom, part];
  }
  return best;
}
