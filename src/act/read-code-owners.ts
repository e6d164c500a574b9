import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";
import { type CodeOwners, codeOwners } from "./code-owners.ts";

/** The first of them that is there counts. */
const PLACES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
/** GitHub reads no larger one. */
const LONGEST = 3_000_000;

/** Who owns these paths, as the repository says at a commit. */
export async function readCodeOwners(
  reader: RepoReader,
  at: Sha,
  paths: readonly string[],
): Promise<CodeOwners> {
  for (const place of PLACES) {
    const file = await reader.file(place, at);
    if (!file || file.binary) continue;
    const [organisation = ""] = reader.repository.split("/");
    return file.content.length > LONGEST
      ? { users: [], teams: [] }
      : codeOwners(file.content, paths, organisation);
  }
  return { users: [], teams: [] };
}
