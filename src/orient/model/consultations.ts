import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { Clock } from "../../contracts/ports/clock.ts";
import type { Model } from "../../contracts/ports/model.ts";
import type { Spending } from "../../contracts/ports/spending.ts";
import { askForOpinion, type Matter } from "./ask-for-opinion.ts";
import { carryOver, steadyNames } from "./carry-over.ts";
import { type Told, withSecondOpinion } from "./with-second-opinion.ts";

/** While Brain cannot tell, evidence grows by the second: it is worth a model's time once that slows down. */
const LOOKS_FIRST = 4;
const MOST_QUESTIONS = 3;
const MOST_INCIDENTS = 200;

export interface Question extends Matter {
  /** Id of the incident. */
  incident: string;
  /** How often its evidence was gathered. */
  looks: number;
}

interface Kept {
  about: string;
  questions: number;
  told: Told;
  names: Map<string, string>;
}

/**
 * Consults a model about incidents, at the moments at which it matters: when there is a decision, and when none will come
 * soon. As long as the answer that it was asked about stays the same, what it said is carried over and costs nothing.
 *
 * The diagnosis that comes back is that of the reasoning, moved by no more than the evidence of the model's claims
 * allows; where it was asked, `secondOpinion` says what came of it. Never waits longer than `LONGEST_WAIT_MS`.
 */
export function consultations(
  model: Model,
  spending: Spending,
  clock: Clock,
): (question: Question) => Promise<Diagnosis> {
  const kept = new Map<string, Kept>();

  return async ({ incident, looks, ...matter }) => {
    const { file, base, opinions } = matter;
    const { send } = file.policy.model;
    // What memory answers needs no model.
    const isKnown = base.seenBefore?.some(({ answers }) => answers) ?? false;
    const isDue = base.decision !== "unknown" || looks >= LOOKS_FIRST;
    if (send === "none" || isKnown || !isDue) return withTokens(base);

    const about = `${base.decision} ${base.suspect ?? base.hypotheses[0]?.mechanism}`;
    const before = kept.get(incident);
    if (before && (before.about === about || before.questions >= MOST_QUESTIONS)) {
      const { told, names } = before;
      const again =
        "silent" in told ? told : { ...told, checked: carryOver(told.checked, names, base, file.evidence) };
      return withTokens(withSecondOpinion(again, file, base, opinions));
    }
    const { repository } = file.anomaly;
    const purse = { model, spending, clock, repository, incident, budget: file.policy.budget };
    const told = await askForOpinion(matter, send, purse);
    kept.delete(incident);
    kept.set(incident, {
      about,
      questions: (before?.questions ?? 0) + 1,
      told,
      names: steadyNames(file.evidence),
    });
    for (const oldest of kept.keys()) if (kept.size > MOST_INCIDENTS) kept.delete(oldest);
    return withTokens(withSecondOpinion(told, file, base, opinions));

    async function withTokens(diagnosis: Diagnosis): Promise<Diagnosis> {
      return { ...diagnosis, tokens: (await spending.ofIncident(incident)).tokens };
    }
  };
}
