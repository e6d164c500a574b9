import type { CaseFile } from "./case-file.ts";
import type { Judged } from "./judgement.ts";
import { observationFor } from "./tell-apart.ts";
import { timelineOf, turningPoint } from "./timeline.ts";

/**
 * The cheapest observations that would tell the leading hypotheses apart, cheapest first. They follow
 * from what was missing, so each is something that a person or a setting can provide.
 */
export function whatWouldSettle(judged: readonly Judged[], file: CaseFile): string[] {
  const { anomaly, evidence, policy } = file;
  const commits = judged.filter((one) => one.suspect !== null && one.probability >= 0.05);
  const wishes: string[] = [];
  const [first, second] = commits;
  if (first?.suspect && second?.suspect) {
    const pair = `${first.suspect.slice(0, 7)} and ${second.suspect.slice(0, 7)}`;
    if (
      anomaly.symptom === "errors" &&
      !evidence.items.some((item) => item.kind === "exception" && item.frames.length > 0)
    ) {
      wishes.push(
        `A stack trace of one failing request would tell ${pair} apart: record exceptions on spans or in logs.`,
      );
    } else if (anomaly.symptom === "latency" && !evidence.items.some((item) => item.kind === "span-shift")) {
      wishes.push(`Traces of slow requests would tell ${pair} apart by where the time goes.`);
    } else {
      wishes.push(
        `Running ${anomaly.service} at the commit before ${second.suspect.slice(0, 7)} in one place would tell ${pair} apart.`,
      );
    }
  }
  // Between a commit and a cause without one, or between two such causes: what shows the cause.
  for (const { mechanism } of judged
    .slice(0, 3)
    .filter((one) => one.suspect === null && one.probability >= 0.1)) {
    const wish = observationFor(mechanism, anomaly);
    if (wish) wishes.push(wish);
  }
  const timeline = timelineOf(anomaly.service, file);
  const { healthy } = turningPoint(timeline);
  if (first?.suspect && timeline.served.length === 0) {
    wishes.push(
      `Spans of ${anomaly.service} with vcs.ref.head.revision, or service.version set to the commit, would show which revision fails.`,
    );
  } else if (first?.suspect && healthy) {
    wishes.push(
      `A few requests to ${healthy.revision.slice(0, 7)}, the last healthy revision, now: if they fail too, no commit did it.`,
    );
  } else if (first?.suspect) {
    wishes.push(
      `A few requests to the revision before ${first.suspect.slice(0, 7)}, now: if they fail too, no commit did it.`,
    );
  }
  if (file.deployments.length === 0) {
    wishes.push(
      `Deployments to ${policy.deploy.environment} recorded on GitHub would show what went live when.`,
    );
  }
  if (!policy.services[anomaly.service]) {
    wishes.push(
      `\`services.${anomaly.service}.paths\` in .sre-space.yml would tell its own changes from those of others.`,
    );
  }
  if (commits.length === 0) {
    wishes.push(
      `The state of what ${anomaly.service} calls at ${anomaly.onset.at}: provider status pages, database locks, flags and settings changed by hand.`,
    );
  }
  return wishes;
}
