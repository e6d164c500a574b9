import type { Incident } from "../contracts/incident.ts";
import type { Reporter } from "../contracts/ports/reporter.ts";
import type { Sha } from "../contracts/repository.ts";
import { GUARDRAIL_CHECK, guardrailCheck } from "../report/guardrail-check.ts";
import type { ReportContext } from "../report/report-context.ts";
import { clearedCheck, SUSPECT_CHECK, suspectCheck } from "../report/suspect-check.ts";
import { digest } from "./digest.ts";
import type { Published } from "./published.ts";

interface Wanted {
  /** In `issue.checkRuns`: the check's name and its commit. */
  key: string;
  /** What must change before it is written again. */
  news: unknown;
  run: Parameters<Reporter["ensureCheckRun"]>[0];
}

/** The verdict on the pull request's head, and the mark on the culprit, once each is more than a passing thought. */
export async function publishChecks(
  incident: Incident & { issue: Published },
  reporter: Reporter,
  context: ReportContext,
): Promise<Published> {
  let { issue } = incident;
  for (const { key, news, run } of [...guardrail(incident, context), ...suspects(incident, context)]) {
    const value = digest(news);
    if (issue.checkRuns[key]?.digest === value) continue;
    const { id } = await reporter.ensureCheckRun(run);
    issue = { ...issue, checkRuns: { ...issue.checkRuns, [key]: { id, digest: value } } };
  }
  return issue;
}

function guardrail(incident: Incident & { issue: Published }, { quote }: ReportContext): Wanted[] {
  const { verdict, outcome, issue, waiting, needsHuman } = incident;
  const head = outcome.pullRequest?.head;
  const check = guardrailCheck(incident, quote);
  if (!check || !head || verdict?.judged.head !== head) return [];
  // While it only waits for other checks, the verdict is about to change.
  const final =
    verdict.decision === "merge" || waiting?.for === "approval" || needsHuman !== null || outcome.stopped;
  if (!final) return [];
  return [
    {
      key: `${GUARDRAIL_CHECK} ${head}`,
      news: [
        verdict.decision,
        verdict.rules.filter((rule) => rule.answer === "fail").map((rule) => rule.rule),
        ...(incident.held ? [incident.held.at] : []),
      ],
      run: {
        name: GUARDRAIL_CHECK,
        externalId: incident.id,
        ...(incident.held ? { externalState: incident.held.at } : {}),
        head,
        status: "completed",
        detailsUrl: issue.url,
        ...check,
      },
    },
  ];
}

function suspects(incident: Incident & { issue: Published }, context: ReportContext): Wanted[] {
  const { issue, verdict, diagnosis } = incident;
  // Without a verdict the look is still going on.
  if (!verdict || !diagnosis) return [];
  const asRun = (
    check: NonNullable<ReturnType<typeof suspectCheck>>,
  ): Parameters<Reporter["ensureCheckRun"]>[0] => ({
    name: SUSPECT_CHECK,
    externalId: incident.id,
    status: "completed",
    detailsUrl: issue.url,
    ...check,
  });
  const marked = Object.keys(issue.checkRuns)
    .filter((key) => key.startsWith(`${SUSPECT_CHECK} `))
    .map((key): Sha => key.slice(SUSPECT_CHECK.length + 1));
  const now = suspectCheck(incident, context);
  const cleared = marked.filter((sha) => sha !== diagnosis.suspect);
  return [
    ...(now ? [{ key: `${SUSPECT_CHECK} ${now.head}`, news: "suspected", run: asRun(now) }] : []),
    ...cleared.map((sha) => ({
      key: `${SUSPECT_CHECK} ${sha}`,
      news: "cleared",
      run: asRun(clearedCheck(sha)),
    })),
  ];
}
