import { type LoadedPolicy, Policy, type PolicyProblem } from "../contracts/policy.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { RepositoryName, Sha } from "../contracts/repository.ts";
import type { OrganisationAnswer } from "./organisation.ts";
import { parsePolicy } from "./policy-file.ts";
import { readOrganisation } from "./read-organisation.ts";
import { readPolicyFile } from "./read-policy-file.ts";
import { standIn } from "./stand-in.ts";

/**
 * The policy in force: the one on the default branch, so that a pull request cannot widen what may be done
 * with it, on that of the organisation. With no file the safe defaults; with a broken one, or an organisation's that
 * is missing or broken, the safe defaults and the problems. Throws whatever a reader throws: a repository that
 * cannot be read has no policy, not a default one.
 *
 * @param readerOf reads another repository of the same owner; null where the App is not installed on it
 * @param ref a commit whose file is asked about and is not in force; the default branch's head without it
 */
export async function loadPolicy(
  reader: RepoReader,
  readerOf: (repository: RepositoryName) => RepoReader | null = () => null,
  ref?: Sha,
): Promise<LoadedPolicy> {
  const sha = ref ?? (await reader.defaultBranch()).sha;
  const file = await readPolicyFile(reader, sha);
  const problem = (one: Omit<PolicyProblem, "line" | "column">): PolicyProblem => ({
    line: 1,
    column: 1,
    ...one,
  });
  if (file?.content === null)
    return {
      policy: standIn(null),
      source: file.source,
      problems: [problem({ path: "", message: file.why })],
    };

  const text = file?.content ?? "version: 1";
  const source = file?.source ?? null;
  const alone = parsePolicy(text);
  const behind = await behindOf(reader.repository, alone.file, readerOf);
  if (!behind) return { policy: alone.inForce, source, problems: alone.problems };
  if (behind.organisation === null) {
    const { what, hint } = behind.problem;
    const asked = isRecord(alone.file) && alone.file._extends !== undefined;
    const unread = asked
      ? { ...problem({ path: "_extends", message: `names ${what}`, hint }), line: lineOf(text, "_extends") }
      : problem({ path: "", message: `stands under ${what}`, hint });
    return { policy: standIn(alone.file), source, problems: [unread, ...alone.problems] };
  }
  const { repository, path, blob } = behind.organisation;
  const { policy, inForce, problems } = parsePolicy(text, behind.organisation);
  // What only the organisation's file says is nobody's permission: without a file of its own a repository is told of.
  const stands = source === null && policy ? { ...inForce, mode: "report" as const } : inForce;
  return { policy: stands, source, organisation: { repository, path, blob }, problems };
}

/** What stands behind a file: what it extends, else the locks of its owner's `.github` where there are any. */
async function behindOf(
  repository: RepositoryName,
  file: unknown,
  readerOf: (repository: RepositoryName) => RepoReader | null,
): Promise<OrganisationAnswer | null> {
  const _extends = isRecord(file) ? file._extends : undefined;
  const owner = repository.split("/")[0] as string;
  if (_extends !== undefined && !Policy.shape._extends.safeParse(_extends).success) return null;
  const ofAll = `${owner}/.github`;
  const named =
    typeof _extends === "string" ? (_extends.includes("/") ? _extends : `${owner}/${_extends}`) : null;
  if (named?.toLowerCase() === ofAll.toLowerCase())
    return await readOrganisation(ofAll, repository, readerOf);
  const unasked =
    repository.toLowerCase() === ofAll.toLowerCase()
      ? null
      : await readOrganisation(ofAll, repository, readerOf);
  const locks = unasked?.organisation
    ? unasked.organisation.policy.locked.length > 0
    : unasked?.broken === true;
  if (named === null) return locks ? unasked : null;
  if (!locks) return await readOrganisation(named, repository, readerOf);
  const what = `${named}, while ${ofAll} locks settings of every repository of ${owner}`;
  return { organisation: null, problem: { what, hint: "Write _extends: .github." }, broken: false };
}

/** Where a key stands at the left margin; the first line where it does not. */
function lineOf(text: string, key: string): number {
  return text.split("\n").findIndex((line) => line.startsWith(`${key}:`)) + 1 || 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
