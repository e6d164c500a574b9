import type { Incident } from "../contracts/incident.ts";
import type { Policy } from "../contracts/policy.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Reporter } from "../contracts/ports/reporter.ts";
import { quoting } from "../report/quoting.ts";
import type { ReportContext } from "../report/report-context.ts";
import { openIssue } from "./open-issue.ts";
import { permalinks } from "./permalinks.ts";
import { publishChecks } from "./publish-checks.ts";
import type { Published } from "./published.ts";
import { updateIssue } from "./update-issue.ts";

/**
 * Makes GitHub show the incident: the issue, its label and state, the one progress comment, the check runs
 * on the pull request's head and on the culprit. Writes only what is new since `incident.issue`, and what can
 * wait only after a while; where that was lost to a crash, the issue, the comment and the check runs are found
 * again and written once all the same. Answers what stands there now, for the incident to keep.
 */
export async function publish(
  incident: Incident,
  world: {
    policy: Policy;
    reporter: Reporter;
    reader: RepoReader;
    /** Root of GitHub's pages for people. */
    webUrl: string;
    /** Epoch milliseconds. */
    nowMs: number;
    /** Nobody looks again soon, so that what could wait is written now. */
    isLast?: boolean;
  },
): Promise<Published> {
  const { reporter, policy, reader, nowMs, isLast } = world;
  const repositoryUrl = `${world.webUrl.replace(/\/+$/, "")}/${incident.repository}`;
  const base = { quote: quoting(policy.redact), repositoryUrl, mention: policy.notify.mention };
  // Reading the tree for links is worth it only where a body is written.
  const context = async (): Promise<ReportContext> => ({
    ...base,
    permalink: await permalinks(incident, reader, repositoryUrl),
  });
  const plain: ReportContext = { ...base, permalink: () => null };
  const issue = await openIssue(incident, reporter, policy.notify.labels, context, nowMs);
  const opened = { ...incident, issue };
  const checks = () => publishChecks(opened, reporter, plain);
  if (!incident.closed) {
    const [written, { checkRuns }] = await together(
      updateIssue(opened, reporter, context, nowMs, !isLast),
      checks(),
    );
    return { ...written, checkRuns };
  }
  // The last word counts the writes, its own among them.
  const { checkRuns } = await checks();
  const runs = Object.keys(checkRuns).filter((key) => checkRuns[key] !== issue.checkRuns[key]).length;
  const counted = {
    ...opened,
    writes: incident.writes + (issue.uncounted ?? 0) + runs + (incident.issue ? 1 : 2),
  };
  return { ...(await updateIssue(counted, reporter, context, nowMs)), checkRuns };
}

/** Waits for all, even where one fails: a write that goes on behind a retry could be done twice. */
async function together<T extends readonly Promise<unknown>[]>(
  ...writes: T
): Promise<{ [Index in keyof T]: Awaited<T[Index]> }> {
  const settled = await Promise.allSettled(writes);
  const failed = settled.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as never;
}
