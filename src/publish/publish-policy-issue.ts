import type { LoadedPolicy } from "../contracts/policy.ts";
import type { Reporter } from "../contracts/ports/reporter.ts";
import { INCIDENT_LABEL } from "../report/labels.ts";
import {
  mendedIssueBody,
  POLICY_ISSUE_LABEL,
  POLICY_ISSUE_MARKER,
  policyIssueBody,
  policyIssueMarker,
  policyIssueTitle,
} from "../report/policy-issue.ts";
import { digest } from "./digest.ts";

/**
 * One open issue while the policy in force is broken, kept up to what is wrong with it, and closed once it is mended.
 * One that a person has closed stays closed until something else is wrong.
 */
export async function publishPolicyIssue(
  { policy, source, problems }: LoadedPolicy,
  reporter: Reporter,
  /** Root of GitHub's pages for people. */
  webUrl: string,
): Promise<void> {
  const path = source?.path ?? ".sre-space.yml";
  const open = await reporter.findIssue({
    marker: POLICY_ISSUE_MARKER,
    label: POLICY_ISSUE_LABEL,
    state: "open",
  });
  if (problems.length === 0) {
    if (open) await reporter.updateIssue(open.number, { body: mendedIssueBody(path), state: "closed" });
    return;
  }
  const marker = policyIssueMarker(digest([source?.blob ?? null, problems]));
  const title = policyIssueTitle(path);
  const url = source && `${webUrl.replace(/\/+$/, "")}/${reporter.repository}/blob/HEAD/${source.path}`;
  const body = policyIssueBody({ marker, url, path, problems, redact: policy.redact });
  if (open) return await reporter.updateIssue(open.number, { title, body });
  await reporter.ensureIssue({ marker, title, body, labels: [POLICY_ISSUE_LABEL, INCIDENT_LABEL] });
}
