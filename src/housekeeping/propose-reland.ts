import type { FileChange } from "../contracts/change-set.ts";
import type { RemedyKind } from "../contracts/diagnosis.ts";
import type { Incident } from "../contracts/incident.ts";
import type { Sha } from "../contracts/repository.ts";
import { undoCommits } from "../decide/plan/undo-commits.ts";
import { failingTest } from "../report/failing-test.ts";
import { INCIDENT_LABEL } from "../report/labels.ts";
import { relandWording } from "../report/reland-wording.ts";
import type { EndedPorts } from "./ended-ports.ts";
import { findTestPlace } from "./find-test-place.ts";
import { mayBeWritten } from "./may-be-written.ts";

const MOST_FRAMES = 3;
const TAKES_BACK: ReadonlySet<RemedyKind> = new Set(["revert", "redeploy", "restore-config"]);

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
  const healed = closed?.as === "healed" && plan?.kind === "planned" && TAKES_BACK.has(plan.remedy);
  const suspect = diagnosis?.decision === "commit" ? diagnosis.suspect : null;
  if (!policy.notify.reland || !issue || !healed || !outcome.merge || suspect === null)
    return "not asked for";
  const branch = `sre-space/reland-${issue.number}`;
  if ((await proposer.findPullRequest(branch)) !== null) return "proposed before";
  // What our merge took back comes again by taking that merge back, be it a commit, several, or one value of one.
  const again = await undoCommits([outcome.merge.sha], reader);
  if ("whyNot" in again) return "refused";
  const { base, files } = again.plan;
  const now = await facts.read({ pullRequest: null, paths: [], base: null, suspect: null });
  const test = await testFile(incident, files, { base, isPublic: now.public }, { reader, context });
  const all = test ? [...files, test] : files;
  if (now.archived || !mayBeWritten(all, policy)) return "refused";
  const authors = await authorsOf(plan.reverts.length > 0 ? plan.reverts : [suspect], facts);
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

/** Who wrote any of them, as far as GitHub says. */
async function authorsOf(shas: readonly Sha[], facts: EndedPorts["facts"]): Promise<string[]> {
  const found = await Promise.all(shas.map((sha) => facts.authors(sha)));
  return [...new Set(found.flatMap((logins) => logins ?? []))];
}

/** The skeleton of a test beside those of the first file that was changed; null where there is no place for one. */
async function testFile(
  incident: Incident,
  files: readonly FileChange[],
  { base, isPublic }: { base: string; isPublic: boolean },
  { reader, context }: Pick<EndedPorts, "reader" | "context">,
): Promise<FileChange | null> {
  const issue = incident.issue?.number;
  if (issue === undefined) return null;
  const place = await firstPlace(incident, files, issue, base, reader);
  if (!place || files.some(({ path }) => path === place.path)) return null;
  if ((await reader.file(place.path, base)) !== null) return null;
  const { path, ...how } = place;
  const content = failingTest(incident, { ...how, isPublic, quote: context.quote });
  const added = content.trimEnd().split("\n").length;
  return { path, mode: "100644", before: null, after: { content }, added, removed: 0 };
}

/** Beside what the commit changed; of a setting nobody writes tests, and there it is where the failure was raised. */
async function firstPlace(
  { diagnosis, evidence }: Incident,
  files: readonly FileChange[],
  issue: number,
  base: Sha,
  reader: EndedPorts["reader"],
) {
  const changed = diagnosis?.hypotheses[0]?.commit?.line?.path ?? files[0]?.path;
  const place = changed === undefined ? null : await findTestPlace(changed, issue, base, reader);
  if (place) return place;
  const frames = (evidence?.items ?? []).flatMap((item) =>
    item.kind === "exception" ? item.frames.filter(({ inApp }) => inApp).slice(0, 1) : [],
  );
  const { entries } = await reader.tree(base);
  for (const { path } of frames.slice(0, MOST_FRAMES)) {
    const absolute = `/${path.replaceAll("\\", "/")}`;
    const [raised] = entries
      .map((entry) => entry.path)
      .filter((one) => one.includes("/") && absolute.endsWith(`/${one}`))
      .toSorted((one, other) => other.length - one.length);
    const there = raised === undefined ? null : await findTestPlace(raised, issue, base, reader);
    if (there) return there;
  }
  return null;
}
