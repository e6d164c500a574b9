import type { Diagnosis, Hypothesis } from "../../contracts/diagnosis.ts";
import type { Sha } from "../../contracts/repository.ts";

/** A hypothesis under the short name by which the model may speak of it. */
export interface Subject {
  /** C1, C2, … for commits, G1, G2, … for causes without one; the most probable first in each. */
  id: string;
  suspect: Sha | null;
  mechanism: string;
  hypothesis: Hypothesis;
}

/** A model that is shown everything reads nothing: the tail is improbable by reasons that no model knows better. */
const MOST_COMMITS = 25;

export function subjectsOf(base: Diagnosis): Subject[] {
  const commits = base.hypotheses.filter((one) => one.suspect !== null).slice(0, MOST_COMMITS);
  const causes = base.hypotheses.filter((one) => one.suspect === null);
  const named = (letter: string) => (hypothesis: Hypothesis, i: number) => ({
    id: `${letter}${i + 1}`,
    suspect: hypothesis.suspect,
    mechanism: hypothesis.mechanism,
    hypothesis,
  });
  return [...commits.map(named("C")), ...causes.map(named("G"))];
}

/** By its short name, or by a commit's SHA, whole or abbreviated to no less than seven digits. */
export function subjectNamed(name: string, subjects: readonly Subject[]): Subject | null {
  const wanted = name.trim();
  const exact = subjects.find((subject) => subject.id === wanted.toUpperCase());
  if (exact || !/^[0-9a-f]{7,64}$/.test(wanted)) return exact ?? null;
  const found = subjects.filter((subject) => subject.suspect?.startsWith(wanted));
  return found.length === 1 ? (found[0] ?? null) : null;
}
