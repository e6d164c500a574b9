import type { Facts } from "../../contracts/facts.ts";
import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";

/**
 * What the branch requires, from its protection and from rule sets together, the stricter of both. What we
 * may not read counts as no rule: GitHub itself enforces it at the merge and answers 405.
 */
export function readBranchRules(
  client: Client,
  at: { owner: string; repo: string },
): (branch: string) => Promise<Facts["rules"]> {
  let refused = false;

  /** Needs `administration: read`; asked once only where that was not granted. */
  async function protection(branch: string): Promise<Facts["rules"]> {
    const none = { requiredChecks: [], requiredApprovals: 0 };
    if (refused) return none;
    const answer = await nullWhere(client.rest.repos.getBranchProtection({ ...at, branch }), 403, 404);
    if (!answer) {
      refused = true;
      return none;
    }
    const { required_status_checks: checks, required_pull_request_reviews: reviews } = answer.data;
    return {
      requiredChecks: [...(checks?.contexts ?? []), ...(checks?.checks ?? []).map((check) => check.context)],
      requiredApprovals: reviews ? (reviews.required_approving_review_count ?? 1) : 0,
    };
  }

  async function ruleSets(branch: string): Promise<Facts["rules"]> {
    const answer = await nullWhere(
      client.rest.repos.getBranchRules({ ...at, branch, per_page: 100 }),
      403,
      404,
    );
    const requiredChecks: string[] = [];
    let requiredApprovals = 0;
    for (const rule of answer?.data ?? []) {
      if (rule.type === "required_status_checks")
        requiredChecks.push(...(rule.parameters?.required_status_checks ?? []).map((check) => check.context));
      if (rule.type === "pull_request")
        requiredApprovals = Math.max(
          requiredApprovals,
          rule.parameters?.required_approving_review_count ?? 0,
        );
    }
    return { requiredChecks, requiredApprovals };
  }

  /** Anyone who reads the repository may see the checks that its protection requires. */
  async function summary(branch: string): Promise<string[]> {
    const answer = await nullWhere(client.rest.repos.getBranch({ ...at, branch }), 403, 404);
    return answer?.data.protected ? (answer.data.protection?.required_status_checks?.contexts ?? []) : [];
  }

  return async (branch) => {
    const [protecting, sets, contexts] = await Promise.all([
      protection(branch),
      ruleSets(branch),
      summary(branch),
    ]);
    return {
      requiredChecks: [
        ...new Set([...protecting.requiredChecks, ...sets.requiredChecks, ...contexts]),
      ].sort(),
      requiredApprovals: Math.max(protecting.requiredApprovals, sets.requiredApprovals),
    };
  };
}
