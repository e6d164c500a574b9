import type { FileChange } from "../contracts/change-set.ts";
import type { Incident } from "../contracts/incident.ts";
import { redoCommit } from "../decide/plan/redo-commit.ts";
import { failingTest } from "../report/failing-test.ts";
import { INCIDENT_LABEL } from "../report/labels.ts";
import { relandWording } from "../report/reland-wording.ts";
import type { EndedPorts } from "./ended-ports.ts";
import { findTestPlace } from "./find-test-place.ts";
import { mayBeWritten } from "./may-be-written.ts";

/**
 * Gives the author of what was undone a draft pull request to go on from, where the policy asks: the same change again on
 * today's head, and the skeleton of a test that fails. Once, and never where a path may not be written or the change does
 * not fit any more. Throws what GitHub throws.
 */
export async function proposeReland(
  incident: Incident,
  { policy, reader, facts, proposer, context }: EndedPorts,
): Promise<"proposed" | "not asked for" | "proposed before" | "refused"> {
  const { issue, closed, diagnosis, plan, outcome } = incident;
  const undone =
    closed?.as === "healed" && outcome.merge && plan?.kind === "planned" && plan.remedy === "revert";
  if (!policy.notify.reland || !issue || !undone || !diagnosis?.suspect) return "not asked for";
  const branch = `sre-space/reland-${issue.number}`;
  if ((await proposer.findPullRequest(branch)) !== null) return "proposed before";
  const again = await redoCommit(diagnosis.suspect, reader);
  if ("whyNot" in again) return "refused";
  const { base, files } = again.plan;
  const now = await facts.read({ pullRequest: null, paths: [], base: null, suspect: null });
  const test = await testFile(incident, files, { base, isPublic: now.public }, { reader, context });
  const all = test ? [...files, test] : files;
  if (now.archived || !mayBeWritten(all, policy)) return "refused";
  const authors = (await facts.authors(diagnosis.suspect)) ?? [];
  const { title, body, message } = relandWording(incident, { authors, test: test?.path ?? null }, context);
  const made = await proposer.ensureBranch({
    name: branch,
    base,
    files: all,
    message,
    date: closed.at,
    signed: now.rules.signedCommits,
  });
  if ("conflict" in made && (await reader.commit(made.conflict))?.message.trimEnd() !== message)
    return "refused";
  const labels = [INCIDENT_LABEL];
  await proposer.ensurePullRequest({ branch, base: now.defaultBranch, title, body, draft: true, labels });
  return "proposed";
}

/** The skeleton of a test beside those of the first file that was changed; null where there is no place for one. */
async function testFile(
  incident: Incident,
  files: readonly FileChange[],
  { base, isPublic }: { base: string; isPublic: boolean },
  { reader, context }: Pick<EndedPorts, "reader" | "context">,
): Promise<FileChange | null> {
  const culprit = incident.diagnosis?.hypotheses[0]?.commit?.line?.path ?? files[0]?.path;
  const issue = incident.issue?.number;
  if (culprit === undefined || issue === undefined) return null;
  const place = await findTestPlace(culprit, issue, base, reader);
  if (!place || files.some(({ path }) => path === place.path)) return null;
  if ((await reader.file(place.path, base)) !== null) return null;
  const { path, ...how } = place;
  const content = failingTest(incident, { ...how, isPublic, quote: context.quote });
  const added = content.trimEnd().split("\n").length;
  return { path, mode: "100644", before: null, after: { content }, added, removed: 0 };
}
