import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { Evidence } from "../../contracts/evidence.ts";
import type { Checked, Statement } from "./check-answer.ts";
import { type Subject, subjectsOf } from "./subjects.ts";

/** An item by what it is about: its number and its counts change from look to look. Id → that. */
export function steadyNames(evidence: Evidence): Map<string, string> {
  const seen = new Map<string, number>();
  return new Map(
    evidence.items.map((item) => {
      const about = `${item.kind} ${item.text.replace(/\d+(?:[.,]\d+)*/g, "#")}`;
      const nth = (seen.get(about) ?? 0) + 1;
      seen.set(about, nth);
      return [item.id, `${about} ${nth}`];
    }),
  );
}

/** What was said on an earlier look, put to the numbers of this one. What it rested on and is gone takes it along. */
export function carryOver(
  checked: Checked,
  then: Map<string, string>,
  base: Diagnosis,
  evidence: Evidence,
): Checked {
  const now = new Map([...steadyNames(evidence)].map(([id, name]) => [name, id]));
  const subjects = subjectsOf(base);
  const subjectOf = (was: Subject): Subject | null =>
    subjects.find(
      ({ suspect, mechanism }) =>
        suspect === was.suspect && (suspect !== null || mechanism === was.mechanism),
    ) ?? null;
  const idsOf = (ids: readonly string[]) => ids.flatMap((id) => now.get(then.get(id) ?? "") ?? []);
  const stays = <S extends Statement>(one: S): S[] => {
    const about = one.about === "new" ? one.about : subjectOf(one.about);
    const ids = idsOf(one.evidence);
    return about && ids.length > 0 ? [{ ...one, about, evidence: ids }] : [];
  };
  const { leading, cause } = checked;
  const causeIds = cause ? idsOf(cause.evidence) : [];
  return {
    ...checked,
    leading: typeof leading === "string" ? leading : (subjectOf(leading) ?? "unknown"),
    claims: checked.claims.flatMap(stays),
    doubts: checked.doubts.flatMap(stays),
    cause: cause && causeIds.length > 0 ? { ...cause, evidence: causeIds } : null,
  };
}
