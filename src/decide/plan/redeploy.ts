import type { Plan } from "../../contracts/change-set.ts";
import type { Diagnosis, Remedy } from "../../contracts/diagnosis.ts";
import type { Policy } from "../../contracts/policy.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import { undoCommits } from "./undo-commits.ts";

/** Whatever is older was replaced long ago. */
const LOOK_BACK = 30;

/**
 * The last healthy revision goes out at once, and the revert follows by pull request. Only where nothing but the suspect
 * leaves production by it: what else was deployed since is innocent, and is not taken out even for minutes.
 */
export async function planRedeploy(
  diagnosis: Diagnosis,
  { revision, commits }: Remedy,
  reader: RepoReader,
  { deploy }: Policy,
): Promise<Plan> {
  const whyNot = (reason: string, conflicts: string[] = []): Plan => ({
    kind: "unplanned",
    remedy: "redeploy",
    reason,
    conflicts,
  });
  if (!deploy.redeploy) return whyNot("The policy does not say how (deploy.redeploy).");
  const shas = commits ?? (diagnosis.suspect === null ? [] : [diagnosis.suspect]);
  if (!revision || shas.length === 0) return whyNot("The last healthy revision is not known.");
  const short = revision.slice(0, 7);
  const deployments = await reader.deployments(deploy.environment, LOOK_BACK);
  const succeeded = deployments.filter(
    ({ succeededAt, service = diagnosis.service }) => succeededAt !== null && service === diagnosis.service,
  );
  if (!succeeded.some(({ sha }) => sha === revision))
    return whyNot(`No successful deployment of ${short} to ${deploy.environment} is on record.`);
  const [running] = succeeded.toSorted(
    (a, b) => Date.parse(b.succeededAt ?? b.createdAt) - Date.parse(a.succeededAt ?? a.createdAt),
  );
  const since = running ? await reader.commitsBetween(revision, running.sha) : null;
  const back = running ? await reader.commitsBetween(running.sha, revision) : null;
  if (!since || back?.length !== 0)
    return whyNot(`What runs does not come of ${short}, so that nobody can say what would leave with it.`);
  const missing = shas.filter((sha) => !since.some((commit) => commit.sha === sha));
  if (missing.length > 0)
    return whyNot(`${short} holds ${missing.map((sha) => sha.slice(0, 7)).join(", ")}, too.`);
  const undone = await undoCommits(shas, reader);
  if ("whyNot" in undone)
    return whyNot(
      `The next deployment would bring it back: ${undone.whyNot.reason}`,
      undone.whyNot.conflicts,
    );
  const innocent = await innocentOf(since, shas, reader);
  if (innocent.length > 0)
    return whyNot(
      `It would take ${innocent.length} innocent ${innocent.length === 1 ? "commit" : "commits"} out of ${deploy.environment}, too.`,
    );
  const { via, workflow, input } = deploy.redeploy;
  return {
    ...undone.plan,
    remedy: "redeploy",
    redeploy: {
      revision,
      environment: deploy.environment,
      via:
        via === "workflow" && workflow ? { kind: "workflow", file: workflow, input } : { kind: "deployment" },
      takesOut: [],
    },
    summary: `Brings ${short}, the last healthy revision, out to ${deploy.environment} again at once; nothing but the suspect leaves with that. Then, by pull request: ${undone.plan.summary}`,
  };
}

/** What came since besides the suspects, and the merges that only brought them. */
async function innocentOf(
  since: readonly { sha: string; parents: readonly string[] }[],
  shas: readonly string[],
  reader: RepoReader,
): Promise<string[]> {
  const others = since.filter(({ sha }) => !shas.includes(sha));
  const own = await Promise.all(
    others.map(async ({ sha, parents }) => {
      // A merge of nothing but suspects, or the commits of a merge that is one, leave with them.
      if (parents.length > 1) {
        const brought = await reader.commitsBetween(parents[0] ?? sha, sha);
        return brought?.every((one) => one.sha === sha || shas.includes(one.sha)) ?? false;
      }
      for (const suspect of shas) {
        const commit = await reader.commit(suspect);
        const [first] = commit?.parents ?? [];
        if ((commit?.parents.length ?? 0) < 2 || first === undefined) continue;
        const brought = await reader.commitsBetween(first, suspect);
        if (brought?.some((one) => one.sha === sha)) return true;
      }
      return false;
    }),
  );
  return others.flatMap(({ sha }, i) => (own[i] ? [] : [sha]));
}
