import { whatChanges } from "../config/what-changes.ts";
import type { Incident } from "../contracts/incident.ts";
import type { LoadedPolicy } from "../contracts/policy.ts";
import type { RepoFacts } from "../contracts/ports/repo-facts.ts";
import type { FilePatch, RepoReader } from "../contracts/ports/repo-reader.ts";
import type { RepositoryName } from "../contracts/repository.ts";
import type { PullRequestSignal } from "../contracts/signal.ts";
import type { PolicyEdit } from "../report/policy-check.ts";
import { readProposed } from "./read-proposed.ts";
import { replayUnder } from "./replay-under.ts";

const PATHS = [".sre-space.yml", ".github/sre-space.yml"];
/** Incidents that are looked through, and those among them that are replayed. */
const INCIDENTS = 50;
const REPLAYED = 5;

/**
 * What a pull request's edit of the policy is about; null where it edits none. Its head may be anybody's: it is read as
 * data, and nothing that stands in it is in force. GitHub shows a fork's commits through the repository itself.
 */
export async function checkPolicyEdit(
  { repository, headSha }: PullRequestSignal,
  ports: {
    /** In force today. */
    policy: LoadedPolicy;
    reader: RepoReader;
    readerOf(repository: RepositoryName): RepoReader | null;
    facts(repository: RepositoryName): Pick<RepoFacts, "read">;
    /** Of the pull request. */
    files: readonly FilePatch[];
    incidents(repository: RepositoryName, limit: number): Promise<Incident[]>;
  },
): Promise<PolicyEdit | null> {
  const { policy: before, reader } = ports;
  const touched = ports.files.flatMap((file) => [file.path, file.previousPath ?? file.path]);
  if (!touched.some((path) => PATHS.includes(path))) return null;
  const { name: defaultBranch } = await reader.defaultBranch();
  const after = await readProposed(headSha, ports);
  const { problems } = after;
  const broken = problems.length > 0;
  return {
    path: after.source?.path ?? null,
    defaultBranch,
    problems,
    changes: broken ? [] : whatChanges(before.policy, after.policy),
    replayed: broken
      ? []
      : replayUnder(await ports.incidents(repository, INCIDENTS), before, after, REPLAYED),
  };
}
