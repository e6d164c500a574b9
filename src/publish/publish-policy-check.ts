import type { Reporter } from "../contracts/ports/reporter.ts";
import type { Sha } from "../contracts/repository.ts";
import { POLICY_CHECK, type PolicyEdit, policyCheck } from "../report/policy-check.ts";
import { quoting } from "../report/quoting.ts";

/** Shows on a pull request's head what its edit of the policy is about; once, however often called. */
export async function publishPolicyCheck(
  head: Sha,
  edit: PolicyEdit,
  redact: readonly string[],
  reporter: Reporter,
): Promise<void> {
  await reporter.ensureCheckRun({
    name: POLICY_CHECK,
    externalId: "policy",
    head,
    status: "completed",
    ...policyCheck(edit, quoting(redact)),
  });
}
