import { loadPolicy } from "./config/load-policy.ts";
import type { LoadedPolicy } from "./contracts/policy.ts";
import type { Clock } from "./contracts/ports/clock.ts";
import type { RepoReader } from "./contracts/ports/repo-reader.ts";
import type { RepositoryName } from "./contracts/repository.ts";

/** A push tells when a policy changed; this makes good a push that was lost. */
const REFRESH_MS = 60_000;

/** The policies in force, at hand without a request, and never older than a minute when one is acted on. */
export function policyShelf(
  reader: (repository: RepositoryName) => RepoReader,
  clock: Clock,
  log: { warn(fields: Readonly<Record<string, unknown>>, text: string): void },
  /** Told of each that was read and stands. */
  read: (repository: RepositoryName, policy: LoadedPolicy) => void,
) {
  const shelf = new Map<RepositoryName, { policy: LoadedPolicy; at: number }>();
  /** Those that are installed, read or not. */
  const installed = new Set<RepositoryName>();

  function readerOf(repository: RepositoryName): RepoReader | null {
    const name = [...installed].find((one) => one.toLowerCase() === repository.toLowerCase());
    return name === undefined ? null : reader(name);
  }

  /** Those that stand on the policy of that repository are read anew before they are acted on. */
  function forgetBehind(repository: RepositoryName): void {
    const [owner] = repository.split("/");
    for (const [other, kept] of shelf)
      if (
        other !== repository &&
        (kept.policy.organisation?.repository.toLowerCase() === repository.toLowerCase() ||
          `${owner}/.github`.toLowerCase() === repository.toLowerCase()) &&
        other.split("/")[0] === owner
      )
        kept.at = Number.NEGATIVE_INFINITY;
  }

  async function refresh(repository: RepositoryName): Promise<LoadedPolicy> {
    const policy = await loadPolicy(reader(repository), readerOf);
    // Taken off while it was read: a repository that is ours no more claims no service.
    if (!installed.has(repository)) return policy;
    shelf.set(repository, { policy, at: clock.now() });
    for (const problem of policy.problems)
      log.warn(
        { repository, ...problem },
        "The policy has a problem; the safe defaults stand until it is mended.",
      );
    read(repository, policy);
    return policy;
  }

  return {
    /** Throws where it has to be read and GitHub does not answer. */
    async get(repository: RepositoryName): Promise<LoadedPolicy> {
      const known = shelf.get(repository);
      return known && clock.now() - known.at < REFRESH_MS ? known.policy : refresh(repository);
    },
    /** Whether it is one of those that we are installed on, read or not. */
    has: (repository: RepositoryName): boolean => readerOf(repository) !== null,
    /** Null where we are not installed on it. */
    readerOf,
    /** Those of these repositories that have been read. */
    loaded(repositories: readonly RepositoryName[]): { repository: RepositoryName; policy: LoadedPolicy }[] {
      return repositories.flatMap((repository) => {
        const known = shelf.get(repository);
        return known ? [{ repository, policy: known.policy }] : [];
      });
    },
    /** Throws where one of these that is installed was never read, and cannot be now. */
    async ensureRead(repositories: readonly RepositoryName[]): Promise<void> {
      for (const repository of repositories)
        if (installed.has(repository) && !shelf.has(repository)) await refresh(repository);
    },
    async refresh(repository: RepositoryName): Promise<void> {
      installed.add(repository);
      forgetBehind(repository);
      await refresh(repository);
    },
    /** Reads those anew that are old or were never read; who claims a service is asked of what is at hand alone. */
    async freshen(): Promise<void> {
      for (const repository of installed) {
        const known = shelf.get(repository);
        if (known && clock.now() - known.at < REFRESH_MS) continue;
        await refresh(repository).catch((error: unknown) =>
          log.warn({ repository, err: error }, "Its policy could not be read; the last one known stands."),
        );
      }
    },
    drop(repository: RepositoryName): void {
      installed.delete(repository);
      forgetBehind(repository);
      shelf.delete(repository);
    },
    repositories: (): RepositoryName[] => [...shelf.keys()],
    /** Those that we are installed on, read or not. */
    installed: (): RepositoryName[] => [...installed],
    /** One that cannot be read now is read by `freshen`; the others are not kept waiting. */
    async start(repositories: readonly RepositoryName[]): Promise<void> {
      for (const repository of repositories) installed.add(repository);
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
