import type { RepoReader } from "../contracts/ports/repo-reader.ts";

/** In this order; the first that exists is the policy. */
const PATHS = [".sre-space.yml", ".github/sre-space.yml"] as const;

/** A repository's policy file at a commit; null where there is none. What is no plain text has no content, and says why. */
export async function readPolicyFile(
  reader: RepoReader,
  ref: string,
): Promise<
  | { source: { path: string; blob: string }; content: string }
  | { source: { path: string; blob: string }; content: null; why: string }
  | null
> {
  for (const path of PATHS) {
    const file = await reader.file(path, ref);
    if (!file) continue;
    const source = { path, blob: file.blob };
    if (file.binary) return { source, content: null, why: "is no UTF-8 text" };
    if (!file.mode.startsWith("100"))
      return { source, content: null, why: "is a link; the policy must be a file of its own" };
    return { source, content: file.content };
  }
  return null;
}
