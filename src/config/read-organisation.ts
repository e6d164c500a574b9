import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { RepositoryName } from "../contracts/repository.ts";
import type { OrganisationAnswer } from "./organisation.ts";
import { parsePolicy } from "./policy-file.ts";
import { readPolicyFile } from "./read-policy-file.ts";

/**
 * The policy that a file's `_extends` names, from that repository's default branch. It must be the same owner's:
 * somebody else's could change under those who extend it. Throws what the reader throws.
 *
 * @param named `.github`, or with its owner `acme/.github`
 * @param of the repository whose file extends it
 */
export async function readOrganisation(
  named: string,
  of: RepositoryName,
  readerOf: (repository: RepositoryName) => RepoReader | null,
): Promise<OrganisationAnswer> {
  const owner = of.split("/")[0] as string;
  const repository = named.includes("/") ? named : `${owner}/${named}`;
  const without = (what: string, hint: string, broken = false): OrganisationAnswer => ({
    organisation: null,
    problem: { what: `${repository}, ${what}`, hint },
    broken,
  });
  if (repository.split("/")[0]?.toLowerCase() !== owner.toLowerCase())
    return without(
      `which is not ${owner}'s`,
      `Write a repository of ${owner}, such as .github: another owner's file could change under you.`,
    );
  if (repository.toLowerCase() === of.toLowerCase())
    return without("which is this repository itself", "Take the line out.");
  const reader = readerOf(repository);
  if (!reader)
    return without(
      "which cannot be read",
      `Install the App on ${repository}, too, or take the line out. Until then nothing is done but reporting.`,
    );
  const { sha } = await reader.defaultBranch();
  const file = await readPolicyFile(reader, sha);
  if (!file)
    return without(
      "which has no .sre-space.yml on its default branch",
      "Add one there, or take the line out. Until then nothing is done but reporting.",
    );
  const parsed = file.content === null ? null : parsePolicy(file.content);
  const first = parsed?.problems[0];
  if (!parsed?.policy)
    return without(
      first
        ? `whose ${file.source.path} has ${parsed.problems.length} problem${parsed.problems.length === 1 ? "" : "s"}, the first on line ${first.line}: ${first.path} ${first.message}`
        : `whose ${file.source.path} cannot be read as text`,
      `Mend it there. Until then nothing is done but reporting.`,
      true,
    );
  if (parsed.policy._extends !== undefined)
    return without(
      `whose ${file.source.path} extends another file itself`,
      "An organisation's file may not extend another: write the values out there.",
      true,
    );
  return {
    organisation: {
      repository,
      ...file.source,
      file: parsed.file as Record<string, unknown>,
      policy: parsed.policy,
    },
  };
}
