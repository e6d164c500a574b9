import type { Logger } from "pino";
import { loadPolicy } from "./config/load-policy.ts";
import type { LoadedPolicy } from "./contracts/policy.ts";
import type { Clock } from "./contracts/ports/clock.ts";
import type { RepoReader } from "./contracts/ports/repo-reader.ts";
import type { RepositoryName } from "./contracts/repository.ts";

/** A push tells when a policy changed; this makes good a push that was lost. */
const REFRESH_MS = 60_000;

/** The policies in force, at hand without a request, and never older than a minute when one is acted on. */
export function policyShelf(reader: (repository: RepositoryName) => RepoReader, clock: Clock, log: Logger) {
  const shelf = new Map<RepositoryName, { policy: LoadedPolicy; at: number }>();

  async function refresh(repository: RepositoryName): Promise<LoadedPolicy> {
    const policy = await loadPolicy(reader(repository));
    shelf.set(repository, { policy, at: clock.now() });
    for (const problem of policy.problems)
      log.warn(
        { repository, ...problem },
        "The policy has a problem; the safe defaults stand until it is mended.",
      );
    return policy;
  }

  return {
    /** Throws where it has to be read and GitHub does not answer. */
    async get(repository: RepositoryName): Promise<LoadedPolicy> {
      const known = shelf.get(repository);
      return known && clock.now() - known.at < REFRESH_MS ? known.policy : refresh(repository);
    },
    /** Those of these repositories that have been read. */
    loaded(repositories: readonly RepositoryName[]): { repository: RepositoryName; policy: LoadedPolicy }[] {
      return repositories.flatMap((repository) => {
        const known = shelf.get(repository);
        return known ? [{ repository, policy: known.policy }] : [];
      });
    },
    async refresh(repository: RepositoryName): Promise<void> {
      await refresh(repository);
    },
    drop(repository: RepositoryName): void {
      shelf.delete(repository);
    },
    repositories: (): RepositoryName[] => [...shelf.keys()],
    /** One that cannot be read now is read when it is needed; the others are not kept waiting. */
    async start(repositories: readonly RepositoryName[]): Promise<void> {
      await Promise.all(
        repositories.map((repository) =>
          refresh(repository).catch((error: unknown) =>
            log.warn({ repository, err: error }, "Its policy could not be read yet."),
          ),
        ),
      );
    },
  };
}
