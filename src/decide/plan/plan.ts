import type { Plan } from "../../contracts/change-set.ts";
import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { Policy } from "../../contracts/policy.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import { planReplay } from "./replay.ts";
import { planRevert } from "./revert.ts";

/**
 * What the diagnosis's remedy would change, worked out in memory on today's head of the default branch,
 * or why it cannot be. Judges nothing: whether it may be done is Guardrail's question. Throws what the
 * reader throws.
 */
export async function planRemedy({
  diagnosis,
  reader,
}: {
  diagnosis: Diagnosis;
  reader: RepoReader;
  policy: Policy;
}): Promise<Plan> {
  const remedy = diagnosis.remedy.kind;
  switch (remedy) {
    case "revert":
      return planRevert(diagnosis, diagnosis.remedy, reader);
    case "replay":
      return planReplay(diagnosis.remedy, reader);
    case "none":
      return { kind: "unplanned", remedy, reason: diagnosis.remedy.summary, conflicts: [] };
    default:
      return {
        kind: "unplanned",
        remedy,
        reason: `There is no plan for the remedy ${remedy} yet.`,
        conflicts: [],
      };
  }
}
