import type { Plan } from "../../contracts/change-set.ts";
import type { Diagnosis, Remedy } from "../../contracts/diagnosis.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import { undoCommits } from "./undo-commits.ts";

/** Undoes the suspect commit, or those that the remedy names with it, and keeps what landed after. */
export async function planRevert(diagnosis: Diagnosis, remedy: Remedy, reader: RepoReader): Promise<Plan> {
  const shas = remedy.commits ?? (diagnosis.suspect === null ? [] : [diagnosis.suspect]);
  const answer =
    shas.length === 0
      ? { whyNot: { reason: "The diagnosis names no commit to revert.", conflicts: [] } }
      : await undoCommits(shas, reader);
  return "plan" in answer
    ? { ...answer.plan, remedy: "revert" }
    : { kind: "unplanned", remedy: "revert", ...answer.whyNot };
}
