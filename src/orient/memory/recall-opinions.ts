import type { Diagnosis, Hypothesis, SeenBefore } from "../../contracts/diagnosis.ts";
import type { Recollection, Remembered } from "../../contracts/ports/memory.ts";
import type { Candidate } from "../case-file.ts";
import type { Opinion } from "../opinions.ts";
import { WEIGHTS } from "../weights.ts";
import { lessonOf } from "./lesson-of.ts";
import { likeness, SAME_KIND } from "./likeness.ts";
import { patchDigest } from "./patch-digest.ts";

/** Another fingerprint is another failure, however alike it looks. */
const NOT_EXACT = 0.5;
/** Less than this moves nothing that anybody would notice. */
const LEAST = 0.1;
const MOST_SEEN = 3;
/** The most that memory may say. */
const TAKEN_OUT = WEIGHTS.memory.least;

/** What memory has to say of each suspect: the strongest for it, and the strongest against it. */
export function recallOpinions(
  fresh: Diagnosis,
  candidates: readonly Candidate[],
  remembered: readonly Remembered[],
): Opinion[] {
  return fresh.hypotheses.flatMap((hypothesis): Opinion[] => {
    const { suspect } = hypothesis;
    if (suspect === null) return [];
    const patch = digestOf(suspect, candidates);
    const words = remembered
      .filter((one) => isOfThisKind(one, fresh))
      .map(({ recollection, exact }) => {
        if (suspect === recollection.suspect && isOut(recollection))
          return wasTakenOut(suspect, recollection);
        const like = likeness(hypothesis, patch, recollection);
        const weight = lessonOf(recollection) * like * (exact ? 1 : NOT_EXACT);
        return { about: { suspect }, weight, text: wordsFor(recollection, like), evidence: [] };
      });
    const strongest = words.toSorted((a, b) => b.weight - a.weight);
    return [strongest[0], strongest.length > 1 ? strongest.at(-1) : undefined].filter(
      (one, i) => one !== undefined && (i === 0 ? Math.abs(one.weight) : -one.weight) >= LEAST,
    ) as Opinion[];
  });
}

/** Past incidents of the same fingerprint, and whether one of them answers for what was found today. */
export function seenBefore(
  diagnosis: Diagnosis,
  candidates: readonly Candidate[],
  remembered: readonly Remembered[],
): SeenBefore[] {
  const exact = remembered.filter((one) => one.exact).map(({ recollection }) => recollection);
  const first = diagnosis.hypotheses.find((one) => one.suspect !== null && one.suspect === diagnosis.suspect);
  const patch = first?.suspect ? digestOf(first.suspect, candidates) : null;
  const isSame = (past: Recollection) => first !== undefined && likeness(first, patch, past) >= SAME_KIND;
  const isItself = (past: Recollection) => first?.suspect === past.suspect && isOut(past);
  // Once it was wrong, memory alone does not answer any more.
  const contradicted = exact.some((past) => lessonOf(past) < 0 && isSame(past));
  const found = diagnosis.decision === "commit" && !contradicted;
  return exact
    .map((past) => ({
      incident: past.incident,
      issue: past.issue,
      pullRequest: past.pullRequest,
      ending: past.ending,
      person: past.person,
      answers: found && lessonOf(past) > 0 && isSame(past) && !isItself(past),
      ...(past.merge ? { remedy: past.remedy, merge: past.merge } : {}),
    }))
    .toSorted((a, b) => Number(b.answers) - Number(a.answers))
    .slice(0, MOST_SEEN);
}

/** What was taken back cannot do it again, whatever it did then; landed anew it is another commit. */
function isOut({ pullRequest, person, ending }: Recollection): boolean {
  return (pullRequest !== null && ending !== "unexplained") || person === "reverted-it-too";
}

function wasTakenOut(suspect: string, { issue, pullRequest }: Recollection): Opinion {
  const forWhat = issue === null ? "" : ` for #${issue}`;
  const by = pullRequest === null ? "by a person" : `in #${pullRequest}`;
  const text = `Seen before: this very commit was taken back${forWhat} ${by}, and is no part of what runs since.`;
  return { about: { suspect }, weight: TAKEN_OUT, text, evidence: [] };
}

function isOfThisKind({ exact, recollection }: Remembered, { service }: Diagnosis): boolean {
  return exact || recollection.service === service;
}

function digestOf(sha: NonNullable<Hypothesis["suspect"]>, candidates: readonly Candidate[]): string | null {
  const candidate = candidates.find((one) => one.sha === sha);
  return candidate ? patchDigest(candidate.files) : null;
}

function wordsFor(past: Recollection, like: number): string {
  const where = past.issue === null ? "in an earlier incident" : `in #${past.issue}`;
  const what =
    like === 1
      ? "this very change"
      : like >= SAME_KIND
        ? `a change of this kind (${past.mechanism}) in the same file`
        : like >= 0.4
          ? `a change of this kind (${past.mechanism})`
          : "a change of the same file";
  const by = past.pullRequest === null ? "" : ` in #${past.pullRequest}`;
  switch (past.person) {
    case "reverted-it-too":
      return `Seen before: ${where}, ${what} was held guilty, and a person took it back.`;
    case "resolved-otherwise":
      return `Seen before: ${where}, ${what} was held guilty, and a person resolved it without taking it back.`;
    case "refused-the-change":
      return `Seen before: ${where}, ${what} was held guilty, and a person refused to take it back.`;
    case "landed-it-again":
      return `Seen before: ${where}, ${what} was undone${by}, and a person landed it again.`;
  }
  return past.ending === "healed"
    ? `Seen before: ${where}, ${what} did it, and undoing it${by} healed it.`
    : `Seen before: ${where}, ${what} was undone${by}, and that did not heal it.`;
}
