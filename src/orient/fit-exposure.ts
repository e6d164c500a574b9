import type { Candidate, CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { counterEvidence } from "./counter-evidence.ts";
import { type Exposure, exposureOf } from "./exposure.ts";
import type { Finding } from "./finding.ts";
import { fitRevisions } from "./fit-revisions.ts";
import { fitThrownBy } from "./fit-thrown-by.ts";
import { fitThrownFirst } from "./fit-thrown-first.ts";
import { isOnsetMoved } from "./is-onset-moved.ts";
import { type OnsetTimes, onsetOf } from "./onset.ts";
import { shortRevision } from "./short-revision.ts";
import { START_SLACK_MS } from "./start-slack.ts";
import { carrying, takenBackBy } from "./taken-back.ts";
import { clockGain, ROLLOUT_MS, timeRatio } from "./time-ratio.ts";
import { timeSpan } from "./time-span.ts";
import { type Timeline, timelineOf } from "./timeline.ts";
import { WEIGHTS } from "./weights.ts";

/** Two clocks, a batch of spans, a health check: nothing is known to better than this. */
const SLACK_MS = 2000;
/** What comes later than the failure by so much is doubted by two thirds of the weight. */
const LATE_MS = 30_000;
/** Later than this no estimate errs, and by so much more it is cleared by two thirds. */
const ERRS_MS = 180_000;
const CLEARLY_MS = 90_000;
/** From this weight on revisions speak so clearly against a commit that time has nothing to add. */
const CLEARED = -1;

/**
 * What time and revisions say about a candidate that acts through `service`: whether it was there when
 * the failure began, how likely so close an onset would be by chance, and whether revisions with and
 * without it behave differently.
 */
export function fitExposure(
  candidate: Candidate,
  service: string,
  files: readonly ReadFile[],
  delays: boolean,
  file: CaseFile,
): { exposure: Exposure; findings: Finding[] } {
  const runs = whoRuns(files, service);
  const timeline = timelineOf(runs, file);
  const exposure = exposureOf(candidate, runs, file, timeline);
  const findings: Finding[] = [];
  const undone = undoneBefore(candidate, service, timeline, file);
  if (undone) return { exposure, findings: [undone] };
  if (exposure.known === "never") {
    findings.push(
      exposure.evidence.length > 0
        ? counterEvidence(
            WEIGHTS.exposure.neverRan,
            `${service} ran no revision that contains it while this was observed.`,
            exposure.evidence,
          )
        : counterEvidence(WEIGHTS.exposure.neverRan, "No deployment carried it to production.", []),
    );
    return { exposure, findings };
  }
  if (exposure.known === "deployment" && exposure.unheard)
    findings.push(
      counterEvidence(
        WEIGHTS.exposure.neverHeard,
        `${service} was deployed with it, and no process of that revision was heard.`,
        [],
      ),
    );
  const onset = onsetOf(file);
  const lateMs = exposure.fromMs - onset.latest - SLACK_MS;
  const late = lateMs > 0;
  if (late) {
    findings.push(
      counterEvidence(
        // What was already told is a fact.
        exposure.fromMs > Date.parse(file.anomaly.detectedAt) + SLACK_MS
          ? WEIGHTS.exposure.deployedAfter
          : latenessOf(lateMs),
        `It went live ${timeSpan(exposure.fromMs - onset.at)} after the failure had begun.`,
        exposure.evidence,
      ),
    );
  }
  const thrown = runs === service ? fitThrownBy(candidate, service, file) : null;
  const served = thrown
    ? [thrown]
    : runs === service
      ? fitRevisions(candidate, timeline, files, delays, late, file)
      : [];
  const first = served.length > 0 ? null : fitThrownFirst(candidate, service, file);
  const byRevision = first ? [first] : served;
  const cleared = byRevision.reduce((sum, finding) => sum + finding.weight, 0) <= CLEARED;
  const told = served.length > 0 || (first !== null && first.weight < 0);
  const since = !told && !late ? fitCleanSince(exposure, delays, onset, file) : null;
  const others = [...byRevision, ...(since ? [since] : [])];
  if (!late) {
    const least = Math.min(0, ...others.map(({ weight }) => weight));
    findings.push(
      ...fitTime(exposure, delays, onset, timeline, file).flatMap((finding) => {
        // What revisions have cleared, closeness in time does not accuse again.
        if (finding.weight >= 0) return cleared ? [] : [finding];
        // That it took long and that it was well for so long is one fact: the stronger of the two counts.
        return [{ ...finding, weight: Math.min(0, finding.weight - least) }];
      }),
    );
  }
  findings.push(...others);
  const clock = late || !delays ? null : fitClock(exposure, files, onset);
  if (clock) findings.push(clock);
  return { exposure, findings };
}

/**
 * Who shares a table feels its migration from the moment at which the owner runs it, whatever it runs itself: the owner's
 * deployment is the time that counts, and no revision of its own tells anything.
 */
function whoRuns(files: readonly ReadFile[], service: string): string {
  const foreign = files.every(({ kind, owners }) => kind === "migration" && !owners.includes(service));
  return (foreign ? files[0]?.owners[0] : undefined) ?? service;
}

/** Clocks differ, and the estimate of an onset errs by a minute or two: until then it is a doubt, and then an alibi. */
function latenessOf(lateMs: number): number {
  const { heardAfter, deployedAfter } = WEIGHTS.exposure;
  const doubt = heardAfter * (1 - Math.exp(-lateMs / LATE_MS));
  return doubt + (deployedAfter - heardAfter) * (1 - Math.exp(-Math.max(0, lateMs - ERRS_MS) / CLEARLY_MS));
}

/** Sooner than this a change needs no clock to explain when it showed. */
const SOON_MS = 150_000;

/** Whether it showed itself when the clock that it is about would have it. */
function fitClock(
  exposure: Exclude<Exposure, { known: "never" }>,
  files: readonly ReadFile[],
  onset: OnsetTimes,
): Finding | null {
  if (onset.at - exposure.toMs < SOON_MS) return null;
  const changes = new Set(files.flatMap(({ classes }) => classes.map(({ change }) => change)));
  const starts = changes.has("scheduled work changed") ? clockGain("starts", exposure, onset) : 0;
  const ends = changes.has("renewal or expiry changed") ? clockGain("ends", exposure, onset) : 0;
  if (Math.max(starts, ends) <= 0) return null;
  return {
    family: "exposure",
    weight: Math.max(starts, ends),
    text:
      starts >= ends
        ? "It changes work that a clock starts, and the failure began at a full hour."
        : "It changes how long a grant is kept, and a round time after it went live the failure began.",
    evidence: exposure.evidence,
  };
}

/** What was taken back before the failure began, or is taken back where it fails all the same, did not do it. */
function undoneBefore(
  candidate: Candidate,
  service: string,
  timeline: Timeline,
  file: CaseFile,
): Finding | null {
  const { earliest } = onsetOf(file);
  const carries = carrying(file);
  for (const sha of takenBackBy(file).get(candidate.sha) ?? []) {
    const by = file.candidates.find((one) => one.sha === sha);
    const live = by ? exposureOf(by, service, file, timeline) : null;
    if (!live || live.known === "never") continue;
    const liveMs = live.open ? live.fromMs + 2 * ROLLOUT_MS : live.toMs;
    const fails = timeline.served.find(
      (served) =>
        served.broken === true &&
        !served.past &&
        !served.later &&
        served.sha !== null &&
        carries(served.sha, sha),
    );
    if (liveMs > earliest && !fails) continue;
    return counterEvidence(
      WEIGHTS.exposure.takenBack,
      fails
        ? `Revision ${shortRevision(fails)}, in which ${sha.slice(0, 7)} has taken it back, fails all the same.`
        : `${sha.slice(0, 7)} had taken it back ${timeSpan(earliest - liveMs)} before the failure began.`,
      live.evidence,
    );
  }
  return null;
}

function fitTime(
  exposure: Exclude<Exposure, { known: "never" }>,
  delays: boolean,
  onset: OnsetTimes,
  timeline: Timeline,
  file: CaseFile,
): Finding[] {
  const { source, baseline } = file.anomaly;
  const ratio = timeRatio(exposure, delays, onset, file);
  const sinceLive = onset.at - (exposure.open ? exposure.fromMs : exposure.toMs);
  const when = sinceLive >= 1000 ? `${timeSpan(sinceLive)} before the failure began` : "as the failure began";
  // Nothing was seen before it, so what we call the onset may only be the moment at which we came to look.
  if (source === "telemetry" && !baseline && ratio > 0) {
    return [
      {
        family: "exposure",
        weight: 0,
        text: `It went live ${when}, but nothing was seen of the service before, so when it began is not known.`,
        evidence: exposure.evidence,
      },
    ];
  }
  const { least, timeMost, timeFor, timeAgainst } = WEIGHTS.exposure;
  const weight = Math.max(least, Math.min(timeMost, ratio * (ratio > 0 ? timeFor : timeAgainst)));
  const moved = weight > 0 && isOnsetMoved(exposure.fromMs, timeline, file);
  const chance = Math.max(2, Math.round(Math.exp(ratio)));
  const text =
    weight >= 0
      ? `It went live ${when}; an unrelated failure would fall so close by chance about once in ${chance > 200 ? "hundreds of" : chance} times.`
      : `It went live ${when}, longer than such a change usually takes to show.`;
  return [
    { family: "exposure", weight, text, evidence: exposure.evidence, ...(moved ? { doubted: true } : {}) },
  ];
}

/**
 * The same by the clock alone, where no revision says what ran: what was asked of the service between the deployment and
 * the failure. Deployments that nobody closed may have taken their time.
 */
function fitCleanSince(
  exposure: Exclude<Exposure, { known: "never" }>,
  delays: boolean,
  { earliest }: OnsetTimes,
  file: CaseFile,
): Finding | null {
  const { symptom, observed, baseline, baselineSeconds } = file.anomaly;
  if (exposure.known !== "deployment" || delays || symptom === "memory" || !baseline) return null;
  const liveMs = exposure.open ? exposure.fromMs + 2 * ROLLOUT_MS : exposure.toMs;
  const cleanMs = Math.min(earliest - START_SLACK_MS - liveMs, baselineSeconds * 1000);
  const bad = symptom === "errors" ? Math.min(1, observed.value) : 0.5;
  const requests = (baseline.samples / Math.max(60, Math.min(600, baselineSeconds))) * (cleanMs / 1000);
  if (cleanMs <= 0 || requests * bad < 5) return null;
  return counterEvidence(
    Math.max(WEIGHTS.exposure.cleanSince, -0.5 * Math.log(1 + (requests * bad) / 6)),
    `The service went on in good health for ${timeSpan(cleanMs)} after it was deployed.`,
    [],
  );
}
