import type { Aftermath } from "../../contracts/aftermath.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";

/** https://docs.github.com/rest/deployments/statuses: what has not ended. No status at all is one that is about to begin. */
const UNDER_WAY = ["pending", "queued", "in_progress", "waiting"];
/** What began earlier and never said that it ended was forgotten. */
const LONGEST_MS = 3_600_000;
const MOST = 10;

/**
 * Deployments that have begun and not ended, each with those of the paths that it changes beside what the suspect did to
 * them. One that holds the suspect changes what landed after it; one that lacks it, such as a return to an earlier
 * revision, takes it out, and changes them all. So does one that cannot be compared.
 */
export async function deploymentsUnderWay(
  reader: RepoReader,
  of: { environment: string; paths: readonly string[]; suspect: string; nowMs: number },
): Promise<Aftermath["underWay"]> {
  const recent = (await reader.deployments(of.environment, MOST)).filter(
    ({ status, succeededAt, createdAt, sha }) =>
      succeededAt === null &&
      UNDER_WAY.includes(status?.state ?? "pending") &&
      of.nowMs - Date.parse(status?.at ?? createdAt) <= LONGEST_MS &&
      sha !== of.suspect,
  );
  return await Promise.all(
    recent.map(async ({ id, sha, createdAt }) => {
      const [after, lacking] = await Promise.all([
        reader.commitsBetween(of.suspect, sha),
        reader.commitsBetween(sha, of.suspect),
      ]);
      const holds = after !== null && lacking?.length === 0;
      const commits = await Promise.all((holds ? after : []).map((commit) => reader.commit(commit.sha)));
      const known = holds && commits.every((commit) => commit?.files !== undefined);
      const touched = new Set(
        commits.flatMap((commit) => (commit?.files ?? []).flatMap((file) => [file.path, file.previousPath])),
      );
      return {
        id,
        sha,
        at: createdAt,
        paths: known ? of.paths.filter((path) => touched.has(path)) : [...of.paths],
      };
    }),
  );
}
