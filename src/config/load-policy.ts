import { type LoadedPolicy, Policy } from "../contracts/policy.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import { parsePolicy } from "./policy-file.ts";
import { standIn } from "./stand-in.ts";

/** In this order; the first that exists is the policy. */
const PATHS = [".sre-space.yml", ".github/sre-space.yml"] as const;

/**
 * The policy in force: the one on the default branch, so that a pull request cannot widen what may be done
 * with it. With no file the safe defaults; with a broken one the safe defaults and its problems.
 * Throws whatever the reader throws: a repository that cannot be read has no policy, not a default one.
 */
export async function loadPolicy(reader: RepoReader): Promise<LoadedPolicy> {
  const { sha } = await reader.defaultBranch();
  for (const path of PATHS) {
    const file = await reader.file(path, sha);
    if (!file) continue;
    const source = { path, blob: file.blob };
    if (file.binary || !file.mode.startsWith("100")) {
      const message = file.binary ? "is no UTF-8 text" : "is a link; the policy must be a file of its own";
      return { policy: standIn(null), source, problems: [{ line: 1, column: 1, path: "", message }] };
    }
    const { inForce, problems } = parsePolicy(file.content);
    return { policy: inForce, source, problems };
  }
  return { policy: Policy.parse({ version: 1 }), source: null, problems: [] };
}
