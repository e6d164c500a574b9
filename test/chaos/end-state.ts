import type { Repository } from "../../marketplace-demo/world/github/state.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import type { Company } from "./company.ts";

/** What GitHub and the store hold when all is over, free of what differs from one run to the next. */
export async function endState(company: Company) {
  const answer = await fetch(`${company.url}/api/incidents`);
  if (!answer.ok) throw new Error(`The incidents were not told: ${answer.status}`);
  const incidents = (await answer.json()) as Incident[];
  return { github: await onGitHub(company.repository()), incidents: incidents.map(inStore) };
}
export type EndState = Awaited<ReturnType<typeof endState>>;

async function onGitHub(held: Repository) {
  const commentsOf = (issue: unknown) =>
    [...held.comments.values()]
      .filter((comment) => comment.issue === issue)
      .map(({ user, body, reactions }) => ({
        user: user.login,
        body: plain(body),
        reactions: reactions.map(({ content }) => content),
      }));
  const refs = await held.git.refs("refs/");
  const main = (await held.git.resolve("main")) ?? "";
  const log = await Promise.all((await held.git.revList([main])).map((sha) => held.git.commit(sha)));
  const treeOf = async (sha: string) =>
    (await held.git.tree(`${sha}^{tree}`))?.map((entry) => JSON.stringify(entry));
  return {
    issues: [...held.issues.values()].map((issue) => ({
      number: issue.number,
      kind: issue.pull ? "pull request" : "issue",
      title: plain(issue.title),
      by: issue.user.login,
      state: issue.state,
      reason: issue.stateReason,
      locked: issue.locked,
      labels: issue.labels.map(({ name }) => name).toSorted(),
      assignees: issue.assignees.map(({ login }) => login),
      reactions: issue.reactions.map(({ content }) => content),
      body: plain(issue.body),
      comments: commentsOf(issue),
      ...(issue.pull
        ? {
            from: plain(issue.pull.headRef),
            into: issue.pull.baseRef,
            draft: issue.pull.draft,
            merged: issue.pull.merged,
            reviews: issue.pull.reviews.map(({ state }) => state),
          }
        : {}),
    })),
    labels: [...held.labels.values()].map(({ name, color }) => `${name} ${color}`).toSorted(),
    refs: Object.fromEntries(
      await Promise.all(refs.map(async ({ name, sha }) => [plain(name), await treeOf(sha)])),
    ) as Record<string, string[]>,
    log: log.map((commit) => ({
      message: plain(commit?.message ?? null),
      author: commit?.author.name,
      parents: commit?.parents.length,
    })),
    checks: [...held.checkRuns.values()]
      .map(
        ({ name, status, conclusion, output }) => `${name}: ${status} ${conclusion} ${plain(output.title)}`,
      )
      .toSorted(),
    statuses: held.statuses.map(({ context, state }) => `${context}: ${state}`).toSorted(),
    deployments: [...held.deployments.values()].map(({ statuses }) => statuses.map(({ state }) => state)),
  };
}

function inStore(incident: Incident) {
  const { anomaly, diagnosis, plan, verdict, outcome, recovery, closed, needsHuman } = incident;
  return {
    service: anomaly.service,
    symptom: anomaly.symptom,
    decision: diagnosis?.decision,
    remedy: plan?.kind,
    verdict: verdict?.decision,
    ours: outcome.merge?.ours,
    deployed: outcome.deployment?.state,
    recovery: recovery?.state,
    closed: closed?.as,
    issue: incident.issue && { number: incident.issue.number, state: incident.issue.state },
    asked: needsHuman && plain(needsHuman.reason),
    attempts: incident.attempts.length,
    rollback: incident.rollback !== null,
    remembered: incident.remembered !== null,
    thoughts: incident.thoughts
      .filter(({ text }) => !BY_TIME.test(text))
      .map(({ agent, text }) => `${agent}: ${plain(text)}`),
  };
}

/**
 * Without what differs from one run to the next: names of commits and incidents, moments and durations, and how sure Brain is
 * by them. Numbers of issues stay.
 */
function plain(text: string | null): string {
  return (text ?? "")
    .split("\n")
    .filter((line) => !BY_TIME.test(line))
    .join("\n")
    .replaceAll(/\b[0-9a-f]{7,64}\b/g, "SHA")
    .replaceAll(/\b[0-9a-z]{8}-SHA\b/g, "INCIDENT")
    .replaceAll(/(?<![#\w])\d[\d.,:]*/g, "N")
    .replaceAll(/\bN (?:ms|s|min|h)(?: N s)?\b/g, "DURATION");
}

/**
 * What is said of how close in time things lie, in words and in pictures, how the unlikely explanations rank by it, and whether
 * a look fell between the pull request and CI's word.
 */
const BY_TIME = /onset|by chance|:milestone|no commit: |not yet: /;
