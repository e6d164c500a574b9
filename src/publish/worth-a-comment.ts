import type { Incident } from "../contracts/incident.ts";

/** What must change before the progress comment is written again; null while there is nothing to tell. */
export function worthAComment({ outcome, recovery, needsHuman, closed, waiting }: Incident): unknown {
  if (!outcome.pullRequest && !needsHuman && !closed && waiting?.for !== "approval") return null;
  const worsened = recovery?.state === "worse" && outcome.deployment;
  return {
    pullRequest: outcome.pullRequest?.number ?? null,
    failed: (outcome.checks ?? []).filter((check) => check.state === "failure").map((check) => check.name),
    approval: waiting?.for === "approval",
    merge: outcome.merge?.sha ?? null,
    deployment: outcome.deployment ? [outcome.deployment.sha, outcome.deployment.state] : null,
    worse: worsened ? true : null,
    needsHuman: needsHuman?.reason ?? null,
    closed: closed?.as ?? null,
  };
}
