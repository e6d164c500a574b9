import type { Plan } from "../../contracts/change-set.ts";
import type { Remedy } from "../../contracts/diagnosis.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import { redoCommit } from "./redo-commit.ts";

/** What healed the same before, planned anew on today's tree: not the files of then, but what was done to them. */
export async function planReplay({ past }: Remedy, reader: RepoReader): Promise<Plan> {
  const whyNot = (reason: string, conflicts: string[] = []): Plan => ({
    kind: "unplanned",
    remedy: "replay",
    reason,
    conflicts,
  });
  if (!past) return whyNot("The diagnosis names no earlier change that healed this.");
  const answer = await redoCommit(past.merge, reader);
  if ("whyNot" in answer) return whyNot(answer.whyNot.reason, answer.whyNot.conflicts);
  const where = past.issue === null ? "before" : `in #${past.issue}`;
  const by = past.pullRequest === null ? "" : ` It was #${past.pullRequest} then.`;
  return {
    ...answer.plan,
    remedy: "replay",
    summary: `The same was healed by this ${where}.${by} ${answer.plan.summary}`,
  };
}
