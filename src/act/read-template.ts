import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";

/** https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/creating-a-pull-request-template-for-your-repository */
const FOLDERS = [".github/", "", "docs/"];
const NAME = /^pull_request_template(?:\.(?:md|txt))?$/i;
/** One that is longer would crowd out what the change is about. */
const LONGEST = 8_000;

/** What the repository asks of every pull request, as it stands at a commit; null where it asks nothing. */
export async function readTemplate(reader: RepoReader, at: Sha): Promise<string | null> {
  const { entries } = await reader.tree(at);
  for (const folder of FOLDERS) {
    const found = entries.find(({ path }) => path.startsWith(folder) && NAME.test(path.slice(folder.length)));
    if (!found) continue;
    const file = await reader.file(found.path, at);
    return file && !file.binary ? file.content.slice(0, LONGEST) : null;
  }
  return null;
}
