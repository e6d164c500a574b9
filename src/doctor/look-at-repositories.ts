import { loadPolicy } from "../config/load-policy.ts";
import type { Settings } from "../contracts/settings.ts";
import { connectGitHub } from "../github/connect.ts";
import { GitHubError } from "../github/github-error.ts";
import { sanitise } from "../safety/sanitise.ts";
import type { Finding } from "./finding.ts";

/** More are not looked at: each costs GitHub a dozen requests. */
const MOST = 20;

/** For each repository that we are installed on, whether its policy can be read, and whether its branch lets it be done. */
export async function lookAtRepositories(settings: Settings): Promise<Finding[]> {
  if (!settings.credentials) return [];
  const github = connectGitHub(settings);
  try {
    const names = await github.repositories();
    const findings: Finding[] = [];
    for (const name of names.slice(0, MOST)) findings.push(await lookAtRepository(name, github));
    if (names.length > MOST)
      findings.push({
        about: "Repositories",
        state: "odd",
        says: `${names.length - MOST} more were not looked at`,
      });
    return findings;
  } catch (error) {
    // Who we are has been looked at before.
    if (error instanceof GitHubError) return [];
    throw error;
  }
}

async function lookAtRepository(name: string, github: ReturnType<typeof connectGitHub>): Promise<Finding> {
  const about = name;
  try {
    const { policy, source, problems } = await loadPolicy(github.reader(name));
    if (source === null)
      return {
        about,
        state: "odd",
        says: "it has no .sre-space.yml, so that incidents are reported and nothing is done",
        todo: "Merge the pull request that proposes one, or write it: docs/policy.md.",
      };
    const [first] = problems;
    if (first)
      return {
        about,
        state: "bad",
        says: `${source.path}:${first.line} ${sanitise(`${first.path} ${first.message}`.trim(), 200)}`,
        todo: `Until it is mended, incidents are only reported. npx sre-space validate ${source.path}`,
      };
    if (policy.mode !== "merge") return { about, state: "good", says: `mode: ${policy.mode}` };
    const { rules } = await github
      .facts(name)
      .read({ pullRequest: null, paths: [], base: null, suspect: null });
    if (rules.requiredApprovals > 0)
      return {
        about,
        state: "odd",
        says: `mode: merge, and its branch requires ${rules.requiredApprovals} approving review${rules.requiredApprovals === 1 ? "" : "s"}`,
        todo: "A person must approve each change. Let the App bypass the rule to have it merge alone.",
      };
    if (rules.unread)
      return { about, state: "odd", says: "not every rule of its branch can be read", todo: rules.unread };
    return { about, state: "good", says: "mode: merge" };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return { about, state: "bad", says: error.message };
  }
}
