import type { Plan } from "../../contracts/change-set.ts";
import type { Diagnosis, Remedy } from "../../contracts/diagnosis.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import { type BroughtBy, dependants } from "./dependants.ts";
import { undoCommits } from "./undo-commits.ts";

/**
 * Undoes the suspect commit, or those that the remedy names with it, and keeps what landed after; but for what the same
 * pull request built upon it, which cannot stand without it and goes with it.
 *
 * @param broughtBy absent where nobody knows which pull request a commit came by
 */
export async function planRevert(
  diagnosis: Diagnosis,
  remedy: Remedy,
  reader: RepoReader,
  broughtBy?: BroughtBy,
): Promise<Plan> {
  const { suspect } = diagnosis;
  const shas = remedy.commits ?? (suspect === null ? [] : [suspect]);
  if (shas.length === 0)
    return unplanned({ reason: "The diagnosis names no commit to revert.", conflicts: [] });
  const alone = await undoCommits(shas, reader);
  const [only, ...more] = shas;
  const conflicts = "whyNot" in alone ? alone.whyNot.conflicts : [];
  // Where it cannot be undone for another reason, more of it makes it no better.
  const mayGrow = "plan" in alone || conflicts.length > 0;
  const rests =
    broughtBy && only !== undefined && more.length === 0 && mayGrow
      ? await dependants(only, conflicts, reader, broughtBy)
      : null;
  if (rests && only !== undefined) {
    const together = await undoCommits([only, ...rests.commits], reader);
    const names = rests.commits.map((sha) => sha.slice(0, 7)).join(", ");
    if ("plan" in together)
      return {
        ...together.plan,
        remedy: "revert",
        summary: `${together.plan.summary} ${names} came in by the same pull request #${rests.pullRequest} and rest${rests.commits.length === 1 ? "s" : ""} on ${only.slice(0, 7)}.`,
      };
  }
  return "plan" in alone ? { ...alone.plan, remedy: "revert" } : unplanned(alone.whyNot);
}

const unplanned = (whyNot: { reason: string; conflicts: string[] }): Plan => ({
  kind: "unplanned",
  remedy: "revert",
  ...whyNot,
});
