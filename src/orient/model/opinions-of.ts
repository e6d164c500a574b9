import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { About, Opinion, Opinions } from "../opinions.ts";
import type { Checked } from "./check-answer.ts";
import type { Subject } from "./subjects.ts";

/**
 * Natural logarithms by which a model's word moves odds, where its claims cover `ENOUGH` items of evidence. It may lower by
 * a factor of five, and raise by half as much again: 0.93 can become 0.95, and 0.9 cannot.
 */
const RAISES = 0.45;
const LOWERS = 1.6;
/**
 * What a model takes from our explanation by preferring another, or by a doubt. Little: that it does not agree is told to
 * Guardrail, which then merges nothing by itself. More needs evidence that speaks against ours.
 */
const PREFERS_ANOTHER = 0.3;
const DOUBTS = 0.01;
const ENOUGH = 4;
/** What an item counts: where our own reasoning reads it the same way, not at all, or the other way. */
const CREDIT = { same: 1, silent: 0.5, opposite: 0.25 };

export interface Heard {
  opinions: Pick<Opinions, "model" | "causes">;
  /** The two ways of reasoning came to the same answer, and no doubt about it was raised. */
  agreed: boolean;
}

/**
 * What a checked answer adds to the reasoning. How sure the model says that it is plays no part: each claim weighs by the
 * evidence that it covers, and by whether our own reasoning reads that evidence the same way. Texts are ours.
 */
export function opinionsOf(checked: Checked, base: Diagnosis): Heard {
  const { leading, cause } = checked;
  const subjects = new Map<string, Subject | "new">();
  for (const { about } of checked.claims) subjects.set(keyOf(about), about);
  const model: Opinion[] = [];
  for (const about of subjects.values()) {
    const target = aboutOf(about, cause?.mechanism);
    if (!target) continue;
    const coverage = coverageOf(about, checked);
    const weight = coverage > 0 ? RAISES * coverage * (about === leading ? 1 : 0.5) : LOWERS * coverage;
    if (weight === 0) continue;
    const evidence = evidenceOf(about, checked, weight > 0);
    model.push({
      about: target,
      weight,
      text: `A model reads ${evidence.join(", ")} ${weight > 0 ? "for" : "against"} it.`,
      evidence,
    });
  }
  const ours = base.hypotheses.find((one) => one.suspect === base.suspect);
  const same = isOurs(leading, base);
  if (ours && !same && leading !== "unknown") {
    const coverage = Math.max(0, coverageOf(leading, checked));
    const evidence = evidenceOf(leading, checked, true);
    if (coverage > 0)
      model.push({
        about: ours.suspect === null ? { mechanism: ours.mechanism } : { suspect: ours.suspect },
        weight: -PREFERS_ANOTHER * coverage,
        text: `A model prefers another explanation, from ${evidence.join(", ")}.`,
        evidence,
      });
  }
  for (const doubt of checked.doubts) {
    const target = aboutOf(doubt.about, cause?.mechanism);
    if (target)
      model.push({
        about: target,
        weight: -DOUBTS,
        text: `A model doubts it, from ${doubt.evidence.join(", ")}.`,
        evidence: doubt.evidence,
      });
  }
  const causes = cause
    ? [{ mechanism: cause.mechanism, summary: `A model names this: ${cause.mechanism}.` }]
    : [];
  return {
    opinions: { model, causes },
    agreed: same && !checked.doubts.some(({ about }) => isOurs(about, base)),
  };
}

/** Whether that is the answer that our reasoning gives: its suspect, or no commit at all. */
function isOurs(subject: Checked["leading"], base: Diagnosis): boolean {
  if (subject === "unknown") return base.decision === "unknown";
  return (subject === "new" ? null : subject.suspect) === base.suspect;
}

/** From -1, everything against it, to 1, enough for it. An item counts once, however often it is cited. */
function coverageOf(about: Subject | "new", checked: Checked): number {
  const sum = (favours: boolean) =>
    evidenceOf(about, checked, favours).reduce((total, id) => total + creditOf(id, favours, about), 0);
  return Math.max(-1, Math.min(1, sum(true) / ENOUGH) - Math.min(1, sum(false) / ENOUGH));
}

function creditOf(id: string, favours: boolean, about: Subject | "new"): number {
  if (about === "new") return CREDIT.silent;
  const { because, against } = about.hypothesis;
  if ((favours ? because : against).includes(id)) return CREDIT.same;
  return (favours ? against : because).includes(id) ? CREDIT.opposite : CREDIT.silent;
}

function evidenceOf(about: Subject | "new", checked: Checked, favours: boolean): string[] {
  const claims = checked.claims.filter(
    (claim) => keyOf(claim.about) === keyOf(about) && claim.favours === favours,
  );
  return [...new Set(claims.flatMap((claim) => claim.evidence))];
}

const keyOf = (about: Subject | "new") => (about === "new" ? "new" : about.id);

function aboutOf(about: Subject | "new", cause: string | undefined): About | null {
  if (about === "new") return cause === undefined ? null : { mechanism: cause };
  return about.suspect === null ? { mechanism: about.mechanism } : { suspect: about.suspect };
}
