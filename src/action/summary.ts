import { summary } from "@actions/core";
import type { Incident } from "../contracts/incident.ts";
import { beforeMergingCheck } from "../report/before-merging-check.ts";
import { issueBody } from "../report/issue-body.ts";
import { issueTitle } from "../report/issue-title.ts";
import { policyCheck } from "../report/policy-check.ts";
import { quoting } from "../report/quoting.ts";
import type { WiredRun } from "./wire-run.ts";

/** https://docs.github.com/actions/reference/limits: 1 MiB for a step. */
const MOST_BYTES = 900_000;

/**
 * The job summary: what was seen of a pull request, or each incident that is open or was just closed, as its issue tells it.
 *
 * @param lost a sentence of ours, about runs that were displaced
 */
export async function writeSummary(
  incidents: readonly Incident[],
  { wired, atRest, lost }: { wired: WiredRun; atRest: boolean; lost: string | null },
): Promise<void> {
  const { edit, remarks } = wired.seen;
  const quote = quoting((await wired.policy()).policy.redact);
  const parts: string[] = [];
  if (wired.mayNotMerge !== null) parts.push(`> [!NOTE]\n> ${quote.inline(wired.mayNotMerge, 600)}`);
  if (wired.wouldWrite.size > 0)
    parts.push(
      `> [!NOTE]\n> A dry run: nothing was written. Next would have come: ${[...wired.wouldWrite].join(", ")}.`,
    );
  for (const answer of wired.answered) parts.push(`- ${quote.inline(answer, 600)}`);
  for (const check of [
    edit && policyCheck(edit, quote),
    remarks.length > 0 && beforeMergingCheck(remarks, quote),
  ])
    if (check) parts.push(`## ${check.title}\n\n${check.summary}`);
  for (const incident of incidents.filter(({ closed, version }) => !closed || version > 0)) {
    const { issue } = incident;
    const link = issue ? ` ([#${issue.number}](${issue.url}))` : "";
    parts.push(
      `## ${issueTitle(incident, quote)}${link}\n\n${issueBody(incident, await wired.context(incident))}`,
    );
  }
  if (!atRest) parts.push("The time of this job is over; the next event goes on from here.");
  if (parts.length === 0) parts.push("Nothing to do: no incident is open, and this event opens none.");
  if (lost !== null) parts.push(`> [!NOTE]\n> ${lost}`);
  let text = "";
  for (const part of parts)
    if (Buffer.byteLength(text) + Buffer.byteLength(part) < MOST_BYTES) text += `${part}\n\n`;
  // Where there is no file for it, as outside of a runner, there is no summary.
  if (process.env.GITHUB_STEP_SUMMARY) await summary.addRaw(text).write();
}
