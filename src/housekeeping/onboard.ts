import { parsePolicy } from "../config/policy-file.ts";
import { readOrganisation } from "../config/read-organisation.ts";
import type { Instant } from "../contracts/instant.ts";
import type { LoadedPolicy } from "../contracts/policy.ts";
import type { Proposer } from "../contracts/ports/proposer.ts";
import type { RepoFacts } from "../contracts/ports/repo-facts.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { RepositoryName } from "../contracts/repository.ts";
import { INCIDENT_LABEL } from "../report/labels.ts";
import { ONBOARDING_TITLE, onboardingBody } from "../report/onboarding.ts";
import { firstPolicy } from "./first-policy.ts";
import { inferRepository } from "./infer-repository.ts";

export const ONBOARDING_BRANCH = "sre-space/onboarding";
const PATH = ".sre-space.yml";
const MESSAGE = `${ONBOARDING_TITLE}

A first .sre-space.yml, made from what the repository says of itself. It only reports.`;

/**
 * Proposes a first policy in a repository that has none. Once in its life: not again where it was proposed before,
 * whatever became of that, nor where anything stands already in the branch that is not this. Merges nothing.
 *
 * @param at of the installation: the same in each repeat, so that a repeat makes the same commit
 */
export async function onboard(
  repository: RepositoryName,
  at: Instant,
  ports: {
    policy: LoadedPolicy;
    reader: RepoReader;
    readerOf(repository: RepositoryName): RepoReader | null;
    facts: Pick<RepoFacts, "read" | "checks">;
    proposer: Proposer;
  },
): Promise<"proposed" | "has a policy" | "proposed before" | "archived" | "branch taken"> {
  const { reader, proposer } = ports;
  // The organisation's own repository holds what stands behind all the others' files: no guess belongs there.
  if (ports.policy.source !== null || repository.toLowerCase().endsWith("/.github")) return "has a policy";
  if ((await proposer.findPullRequest(ONBOARDING_BRANCH)) !== null) return "proposed before";
  const facts = await ports.facts.read({ pullRequest: null, paths: [], base: null, suspect: null });
  if (facts.archived) return "archived";

  const found = await inferRepository(facts, ports);
  const { organisation } = await readOrganisation(".github", repository, ports.readerOf);
  const content = firstPolicy(found, organisation ? ".github" : null);
  const [problem] = parsePolicy(content, organisation).problems;
  if (problem)
    throw new Error(
      `The policy inferred for ${repository} is not valid, line ${problem.line}: ${problem.path} ${problem.message}`,
    );

  const lines = { added: content.trimEnd().split("\n").length, removed: 0 };
  const branch = await proposer.ensureBranch({
    name: ONBOARDING_BRANCH,
    base: facts.head,
    files: [{ path: PATH, mode: "100644", before: null, after: { content }, ...lines }],
    message: MESSAGE,
    date: at,
    signed: facts.rules.signedCommits,
  });
  if ("conflict" in branch && !(await isOurs(branch.conflict, reader))) return "branch taken";
  await proposer.ensurePullRequest({
    branch: ONBOARDING_BRANCH,
    base: facts.defaultBranch,
    title: ONBOARDING_TITLE,
    body: onboardingBody(repository, found),
    draft: false,
    labels: [INCIDENT_LABEL],
  });
  return "proposed";
}

/** Whether it is what we made ourselves before a crash, on another base or of other checks. */
async function isOurs(sha: string, reader: RepoReader): Promise<boolean> {
  const commit = await reader.commit(sha);
  return (
    commit?.message.trimEnd() === MESSAGE && commit.files?.length === 1 && commit.files[0]?.path === PATH
  );
}
