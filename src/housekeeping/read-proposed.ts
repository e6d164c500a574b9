import { loadPolicy } from "../config/load-policy.ts";
import type { LoadedPolicy } from "../contracts/policy.ts";
import type { RepoFacts } from "../contracts/ports/repo-facts.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { RepositoryName, Sha } from "../contracts/repository.ts";

/**
 * The policy as a commit that is not in force would have it. Whoever wrote it may see what is told of it, so that
 * another repository's policy is read for it only where everybody may read that, or where it is in force already.
 */
export async function readProposed(
  head: Sha,
  ports: {
    /** In force today. */
    policy: LoadedPolicy;
    reader: RepoReader;
    readerOf(repository: RepositoryName): RepoReader | null;
    facts(repository: RepositoryName): Pick<RepoFacts, "read">;
  },
): Promise<LoadedPolicy> {
  const inForce = ports.policy.organisation?.repository.toLowerCase();
  const shown = new Set<RepositoryName>();
  const hidden = new Set<RepositoryName>();
  const readerOf = (other: RepositoryName) => {
    const reader = ports.readerOf(other);
    if (!reader || other.toLowerCase() === inForce || shown.has(other)) return reader;
    hidden.add(other);
    return null;
  };
  const first = await loadPolicy(ports.reader, readerOf, head);
  for (const other of [...hidden]) {
    const facts = await ports.facts(other).read({ pullRequest: null, paths: [], base: null, suspect: null });
    if (facts.public) shown.add(other);
  }
  if (hidden.size === 0) return first;
  hidden.clear();
  const read = shown.size === 0 ? first : await loadPolicy(ports.reader, readerOf, head);
  return {
    ...read,
    problems: read.problems.map((problem) =>
      problem.path === "_extends" && /cannot be read$/.test(problem.message)
        ? {
            ...problem,
            hint: "From a pull request only a public repository's policy is read, and the one that is extended already. The App must be installed on it.",
          }
        : problem,
    ),
  };
}
