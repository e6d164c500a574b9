import type { Facts } from "../../contracts/facts.ts";
import type { Client } from "../create-client.ts";
import { GitHubError } from "../github-error.ts";
import { nullWhere } from "../null-where.ts";

type Rules = Facts["rules"];

const NONE: Rules = {
  requiredChecks: [],
  requiredApprovals: 0,
  codeOwners: false,
  mergeQueue: false,
  signedCommits: false,
  unread: null,
};

/**
 * What the branch requires, from its protection and from rule sets together, the stricter of both. Where a branch is
 * protected and the protection may not be read, `unread` says so: what is not known is not taken for no rule.
 */
export function readBranchRules(
  client: Client,
  at: { owner: string; repo: string },
): (branch: string) => Promise<Rules> {
  let refused = false;

  /** Needs `administration: read`; null where that was not granted, which is asked once only. */
  async function protection(branch: string): Promise<Rules | null> {
    if (refused) return null;
    const answer = await orWhy(client.rest.repos.getBranchProtection({ ...at, branch }));
    if (answer === "unprotected") return NONE;
    if (typeof answer === "string") {
      refused = true;
      return null;
    }
    const { required_status_checks: checks, required_pull_request_reviews: reviews } = answer.data;
    return {
      ...NONE,
      requiredChecks: [...(checks?.contexts ?? []), ...(checks?.checks ?? []).map((check) => check.context)],
      requiredApprovals: reviews ? (reviews.required_approving_review_count ?? 1) : 0,
      codeOwners: reviews?.require_code_owner_reviews ?? false,
      signedCommits: answer.data.required_signatures?.enabled ?? false,
    };
  }

  /** Null where they may not be read: whoever reads the repository may. 404 is a server that has none. */
  async function ruleSets(branch: string): Promise<Rules | null> {
    const answer = await orWhy(client.rest.repos.getBranchRules({ ...at, branch, per_page: 100 }));
    if (answer === "denied") return null;
    const rules: Rules = { ...NONE, requiredChecks: [] };
    for (const rule of typeof answer === "string" ? [] : answer.data) {
      switch (rule.type) {
        case "required_status_checks":
          rules.requiredChecks.push(
            ...(rule.parameters?.required_status_checks ?? []).map((check) => check.context),
          );
          break;
        case "pull_request":
          rules.requiredApprovals = Math.max(
            rules.requiredApprovals,
            rule.parameters?.required_approving_review_count ?? 0,
          );
          rules.codeOwners ||= rule.parameters?.require_code_owner_review ?? false;
          break;
        case "merge_queue":
          rules.mergeQueue = true;
          break;
        case "required_signatures":
          rules.signedCommits = true;
          break;
      }
    }
    return rules;
  }

  /** Anyone who reads the repository may see whether it is protected, and the checks that its protection requires. */
  async function summary(branch: string): Promise<{ protected: boolean; checks: string[] } | null> {
    const answer = await nullWhere(client.rest.repos.getBranch({ ...at, branch }), 403, 404);
    if (!answer) return null;
    const { protected: any, protection } = answer.data;
    return {
      protected: any && protection?.enabled !== false,
      checks: any ? (protection?.required_status_checks?.contexts ?? []) : [],
    };
  }

  return async (branch) => {
    const [protecting, sets, summed] = await Promise.all([
      protection(branch),
      ruleSets(branch),
      summary(branch),
    ]);
    const [own, other] = [protecting ?? NONE, sets ?? NONE];
    return {
      requiredChecks: [
        ...new Set([...own.requiredChecks, ...other.requiredChecks, ...(summed?.checks ?? [])]),
      ].sort(),
      requiredApprovals: Math.max(own.requiredApprovals, other.requiredApprovals),
      codeOwners: own.codeOwners || other.codeOwners,
      mergeQueue: own.mergeQueue || other.mergeQueue,
      signedCommits: own.signedCommits || other.signedCommits,
      unread: whyUnread({
        protection: protecting !== null || summed?.protected === false,
        ruleSets: sets !== null,
      }),
    };
  };
}

/** The answer, or why there is none: 404 is also what somebody is told who may not know. Limits of rate pass, and are thrown. */
async function orWhy<T>(asked: Promise<T>): Promise<T | "denied" | "absent" | "unprotected"> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof GitHubError) || error.passing) throw error;
    if (error.status === 403) return "denied";
    if (error.status !== 404) throw error;
    return /branch not protected/i.test(error.message) ? "unprotected" : "absent";
  }
}

function whyUnread(read: { protection: boolean; ruleSets: boolean }): string | null {
  if (!read.ruleSets) return "its rule sets may not be read. Grant metadata: read.";
  return read.protection
    ? null
    : "it is protected, and the protection may not be read. Grant the App administration: read.";
}
