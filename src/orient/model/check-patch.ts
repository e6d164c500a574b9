import picomatch from "picomatch";
import type { PatchEdit } from "../../contracts/diagnosis.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { CaseFile } from "../case-file.ts";
import type { Answer } from "./answer.ts";
import { whyUnread } from "./why-unread.ts";

const MOST_EDITS = 5;
const GLOB = { dot: true, nonegate: true, noextglob: true } as const;
/** Never proposed, whatever the policy allows; Guardrail would refuse them again. */
const NEVER = [
  ".github/**",
  ".gitmodules",
  "**/.gitmodules",
  "**/CODEOWNERS",
  ".sre-space*",
  ".sre-space/**",
  "**/*.lock",
  "**/*-lock.*",
];

/**
 * A proposed patch, if all of it can be what it says: files that exist at the failing revision, that may be read and
 * written, and in each of which the text to replace stands exactly once. Null otherwise: half a patch is none.
 * Throws what the reader throws.
 */
export async function checkPatch(
  edits: NonNullable<Answer["patch"]>,
  file: CaseFile,
  reader: RepoReader,
): Promise<PatchEdit[] | null> {
  const { allow_paths, deny_paths } = file.policy.guardrails;
  if (edits.length === 0 || edits.length > MOST_EDITS || !file.failing) return null;
  const isAllowed = picomatch(allow_paths, GLOB);
  const isNever = picomatch(NEVER, { ...GLOB, nocase: true });
  for (const { path, find, replace } of edits) {
    if (whyUnread(path, deny_paths) || isNever(path) || !isAllowed(path) || find === "" || find === replace)
      return null;
    const found = await reader.file(path, file.failing);
    if (!found || found.binary || (found.mode !== "100644" && found.mode !== "100755")) return null;
    if (found.content.split(find).length !== 2) return null;
  }
  return edits.map(({ path, find, replace }) => ({ path, find, replace }));
}
