import type { Fault } from "./fault-catalogue.ts";
import type { Outcome } from "./outcome.ts";

/**
 * What of an outcome is not as the fault's `expect` says, in words; an empty list is a correct outcome. Suspect,
 * verdict and healing must be the expected ones, the remedy where the fault names one, and nothing innocent undone.
 */
export function judgeOutcome(
  expect: Fault["expect"],
  outcome: Omit<Outcome, "correct" | "problems">,
): string[] {
  const problems: string[] = [];
  const { diagnosis } = outcome;
  if (!diagnosis) problems.push("no diagnosis was published");
  else if (expect.suspect === "culprit") {
    const right =
      diagnosis.decision === "commit" &&
      diagnosis.suspect !== null &&
      outcome.culprits.includes(diagnosis.suspect);
    if (!right)
      problems.push(
        `suspect is ${named(outcome, diagnosis.suspect)} (${diagnosis.decision}), expected the culprit`,
      );
  } else if (diagnosis.suspect !== null) {
    problems.push(`suspect is ${named(outcome, diagnosis.suspect)}, expected none`);
  }
  if (outcome.verdict !== expect.verdict) {
    problems.push(`verdict is ${outcome.verdict ?? "missing"}, expected ${expect.verdict}`);
  }
  if (expect.healed !== undefined && outcome.healed !== expect.healed) {
    problems.push(outcome.healed ? "healed, which was not expected" : "not healed");
  }
  if (expect.remedy !== undefined && diagnosis && diagnosis.remedy !== expect.remedy) {
    problems.push(`remedy is ${diagnosis.remedy}, expected ${expect.remedy}`);
  }
  if (expect.recovery !== undefined && outcome.recovery !== expect.recovery) {
    problems.push(`closed as ${outcome.recovery ?? "nothing"}, expected ${expect.recovery}`);
  }
  if (outcome.closed_before_rollout) problems.push("closed as healed while the old revision still served");
  if (expect.approved !== undefined && outcome.approved !== expect.approved) {
    problems.push(expect.approved ? "it did not wait for a person's approval" : "a person approved it");
  }
  if (expect.taken_back !== undefined && outcome.taken_back !== expect.taken_back) {
    problems.push(expect.taken_back ? "nothing was taken back" : "something was taken back");
  }
  if (outcome.innocent_reverted) problems.push("an innocent commit was undone");
  return problems;
}

function named(outcome: Pick<Outcome, "culprits" | "decoys">, suspect: string | null): string {
  if (suspect === null) return "none";
  const short = suspect.slice(0, 7);
  if (outcome.culprits.includes(suspect)) return `culprit ${short}`;
  return outcome.decoys.includes(suspect) ? `decoy ${short}` : `another commit ${short}`;
}
