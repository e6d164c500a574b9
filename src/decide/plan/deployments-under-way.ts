import type { Aftermath } from "../../contracts/aftermath.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";

/** https://docs.github.com/rest/deployments/statuses: what has not ended. No status at all is one that is about to begin. */
const UNDER_WAY = ["pending", "queued", "in_progress", "waiting"];
/** What began earlier and never said that it ended was forgotten. */
const LONGEST_MS = 3_600_000;
const MOST = 10;

/**
 * Deployments that have begun and not ended, each with those of the paths that it changes from what is running. Where
 * the two cannot be compared, it may change them all.
 */
export async function deploymentsUnderWay(
  reader: RepoReader,
  of: { environment: string; paths: readonly string[]; running: string | null; nowMs: number },
): Promise<Aftermath["underWay"]> {
  const recent = (await reader.deployments(of.environment, MOST)).filter(
    ({ status, succeededAt, createdAt, sha }) =>
      succeededAt === null &&
      UNDER_WAY.includes(status?.state ?? "pending") &&
      of.nowMs - Date.parse(status?.at ?? createdAt) <= LONGEST_MS &&
      sha !== of.running,
  );
  return await Promise.all(
    recent.map(async ({ id, sha, createdAt }) => {
      const between = of.running === null ? null : await reader.commitsBetween(of.running, sha);
      const commits = await Promise.all((between ?? []).map((commit) => reader.commit(commit.sha)));
      const known = between !== null && commits.every((commit) => commit?.files !== undefined);
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
