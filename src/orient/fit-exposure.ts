import { isAppliedApart } from "./applied-apart.ts";
import type { Candidate, CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { speaksOtherwise } from "./changes/speaks-otherwise.ts";
import { type Exposure, exposureOf } from "./exposure.ts";
import type { Finding } from "./finding.ts";
import { fitThrownBy } from "./fit-thrown-by.ts";
import { type OnsetTimes, onsetOf } from "./onset.ts";
import { carrying, takenBackBy } from "./taken-back.ts";
import { clockGain, ROLLOUT_MS, timeRatio } from "./time-ratio.ts";
import { type Served, type Timeline, timelineOf, turningPoint } from "./timeline.ts";
import { WEIGHTS } from "./weights.ts";
import { wellInItself } from "./well-in-itself.ts";

/** Two clocks, a batch of spans, a health check: nothing is known to better than this. */
const SLACK_MS = 2000;
/** What comes later than the failure by so much is cleared by two thirds of the weight. */
const LATE_MS = 30_000;
/** From so long after Scout's onset on it is doubtful that what went live was there when the failure began. */
const MOVED_MS = 10_000;
/** From this weight on revisions speak so clearly against a commit that time has nothing to add. */
const CLEARED = -2;

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
  const timeline = timelineOf(service, file);
  const exposure = exposureOf(candidate, service, file, timeline);
  const findings: Finding[] = [];
  const undone = undoneBefore(candidate, service, timeline, file);
  if (undone) return { exposure, findings: [undone] };
  if (exposure.known === "never") {
    findings.push(
      exposure.evidence.length > 0
        ? counter(
            WEIGHTS.exposure.neverRan,
            `${service} ran no revision that contains it while this was observed.`,
            exposure.evidence,
          )
        : counter(WEIGHTS.exposure.neverRan, "No deployment carried it to production.", []),
    );
    return { exposure, findings };
  }
  if (exposure.known === "deployment" && exposure.unheard)
    findings.push(
      counter(
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
      counter(
        // Clocks differ and estimates err: seconds are no alibi yet, a minute is. What was already told is a fact.
        exposure.fromMs > Date.parse(file.anomaly.detectedAt) + SLACK_MS
          ? WEIGHTS.exposure.deployedAfter
          : WEIGHTS.exposure.deployedAfter * (1 - Math.exp(-lateMs / LATE_MS)),
        `It went live ${span(exposure.fromMs - onset.at)} after the failure had begun.`,
        exposure.evidence,
      ),
    );
  }
  const thrown = fitThrownBy(candidate, service, file);
  const byRevision = thrown ? [thrown] : fitRevisions(candidate, timeline, files, delays, late, file);
  const cleared = byRevision.reduce((sum, finding) => sum + finding.weight, 0) <= CLEARED;
  const since = byRevision.length === 0 && !late ? fitCleanSince(exposure, delays, onset, file) : null;
  const others = [...byRevision, ...(since ? [since] : [])];
  if (!late) {
    const least = Math.min(0, ...others.map(({ weight }) => weight));
    findings.push(
      ...fitTime(exposure, delays, onset, file).flatMap((finding) => {
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
    return counter(
      WEIGHTS.exposure.takenBack,
      fails
        ? `Revision ${short(fails)}, in which ${sha.slice(0, 7)} has taken it back, fails all the same.`
        : `${sha.slice(0, 7)} had taken it back ${span(earliest - liveMs)} before the failure began.`,
      live.evidence,
    );
  }
  return null;
}

function fitTime(
  exposure: Exclude<Exposure, { known: "never" }>,
  delays: boolean,
  onset: OnsetTimes,
  file: CaseFile,
): Finding[] {
  const { source, baseline } = file.anomaly;
  const ratio = timeRatio(exposure, delays, onset, file);
  const sinceLive = onset.at - (exposure.open ? exposure.fromMs : exposure.toMs);
  const when = sinceLive >= 1000 ? `${span(sinceLive)} before the failure began` : "as the failure began";
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
  const weight = Math.max(WEIGHTS.exposure.least, Math.min(WEIGHTS.exposure.timeMost, ratio));
  // Revisions moved the onset: Scout saw it fail before this went live.
  const moved = weight > 0 && exposure.fromMs > Date.parse(file.anomaly.onset.latest) + MOVED_MS;
  const chance = Math.max(2, Math.round(Math.exp(ratio)));
  const text =
    weight >= 0
      ? `It went live ${when}; an unrelated failure would fall so close by chance about once in ${chance > 200 ? "hundreds of" : chance} times.`
      : `It went live ${when}, longer than such a change usually takes to show.`;
  return [
    { family: "exposure", weight, text, evidence: exposure.evidence, ...(moved ? { doubted: true } : {}) },
  ];
}

function fitRevisions(
  candidate: Candidate,
  timeline: Timeline,
  files: readonly ReadFile[],
  delays: boolean,
  late: boolean,
  file: CaseFile,
): Finding[] {
  const carries = carrying(file);
  const withIt = (served: Served) => served.sha !== null && carries(served.sha, candidate.sha);
  const { healthy, failing } = turningPoint(timeline);
  const enough = WEIGHTS.enough[file.anomaly.symptom];
  const findings: Finding[] = [];
  const sideBySide = fitTogether(candidate, timeline, late, file);
  if (sideBySide) return [sideBySide];
  const brokenWithout = timeline.served.find(
    (served) =>
      served.broken === true &&
      !served.past &&
      !served.later &&
      // What is no known commit, and ran before this one was written, does not hold it.
      (served.sha === null ? served.firstMs < candidate.committedMs : !withIt(served)),
  );
  // A migration changes what every revision sees, so old code may well fail because of it.
  if (brokenWithout && !isAppliedApart(candidate)) {
    findings.push(
      counter(
        WEIGHTS.exposure.failedWithout,
        `Revision ${short(brokenWithout)} does not contain it and fails all the same.`,
        timeline.evidence,
      ),
    );
    return findings;
  }
  const well = !failing && timeline.served.some(withIt) ? wellInItself(timeline.service, file) : null;
  // Who says something else than before is well; those who read it are not.
  if (well) {
    const kind = speaksOtherwise(files)
      ? "soundThoughOtherwise"
      : well === "lost"
        ? "callsLost"
        : "soundInItself";
    const text = `${timeline.service} serves in good health with it what reaches it.`;
    return [counter(WEIGHTS.exposure[kind], text, timeline.evidence)];
  }
  if (!failing || !withIt(failing)) return findings;
  const clean = fitCleanStart(failing, delays, file);
  if (clean && exposureStartsAt(failing, timeline, withIt)) findings.push(clean);
  const soundWith = timeline.served.find(
    (served) => served.broken === false && served.firstMs < failing.firstMs && withIt(served),
  );
  if (soundWith && soundWith.requests >= enough) {
    findings.push(
      counter(
        cleanRun(soundWith.requests, delays),
        `Revision ${short(soundWith)} contains it and served ${soundWith.requests} requests in good health.`,
        timeline.evidence,
      ),
    );
    return findings;
  }
  const few = fitFewRequests(timeline, failing, withIt, delays, file);
  if (few.length > 0) return few;
  if (healthy && withIt(healthy)) {
    findings.push(
      counter(
        WEIGHTS.exposure.notInTheStep,
        `It was already part of ${short(healthy)}, the last revision that was not failing.`,
        timeline.evidence,
      ),
    );
  } else if (healthy && !late && healthy.requests >= enough) {
    findings.push({
      family: "exposure",
      weight: WEIGHTS.exposure.split,
      text: `Revision ${short(healthy)} without it was healthy, ${short(failing)} with it fails.`,
      evidence: timeline.evidence,
    });
  }
  return findings;
}

/**
 * Old and new revision in the same minutes, counted against each other within each of them: the strongest witness, since
 * whatever else happened then happened to both. The hour before, in which the old revision was well, cannot hide that it
 * fails now. Null where it does not tell this candidate apart, or tells nothing clearly.
 */
function fitTogether(
  candidate: Candidate,
  { together }: Timeline,
  late: boolean,
  file: CaseFile,
): Finding | null {
  if (!together || together.verdict === "unclear") return null;
  const carries = carrying(file);
  const { old } = together;
  const before = old.sha === null ? old.sinceMs < candidate.committedMs : !carries(old.sha, candidate.sha);
  if (!before || !carries(together.young.sha, candidate.sha)) return null;
  const side = ({ sha, bad, requests }: Pick<typeof old, "sha" | "bad" | "requests">) =>
    `${bad} of ${requests} at ${sha?.slice(0, 7) ?? "an older one"}`;
  const counts = `${side(together.old)} without it, ${side(together.young)} with it`;
  if (together.verdict === "worse") {
    if (late) return null;
    return {
      family: "exposure",
      weight: WEIGHTS.exposure.splitSideBySide,
      text: `In the same minutes ${counts} went bad.`,
      evidence: together.evidence,
    };
  }
  // A migration changes what every revision sees.
  if (isAppliedApart(candidate)) return null;
  return counter(
    WEIGHTS.exposure.failedWithout,
    `In the same minutes ${counts} went bad: it makes no difference.`,
    together.evidence,
  );
}

/**
 * What a clean run of so many requests says against a commit. Some defects need a rare request, so each
 * further request tells less: Laplace's rule of succession, with a third of the requests taken to be of
 * the kind that would fail.
 */
function cleanRun(requests: number, delays: boolean): number {
  const { healthyWith, healthyWithDelayed } = WEIGHTS.exposure;
  return Math.max(delays ? healthyWithDelayed : healthyWith, -Math.log(1 + requests / 3));
}

/** Whether the failing revision is the first that holds the commit. */
function exposureStartsAt(
  failing: Served,
  { served }: Timeline,
  withIt: (served: Served) => boolean,
): boolean {
  return served.find(withIt) === failing;
}

/** An onset is known to this at best, and requests do not come evenly. */
const START_SLACK_MS = 4_000;

/**
 * The revision that fails now did not fail from its first request on: what it served before the failure began counts as a
 * clean run, half of it, for a new revision takes over its share of the requests little by little.
 */
function fitCleanStart(failing: Served, delays: boolean, file: CaseFile): Finding | null {
  const cleanMs = onsetOf(file).earliest - START_SLACK_MS - failing.firstMs;
  const livedMs = failing.lastMs - failing.firstMs;
  if (cleanMs <= 0 || livedMs <= 0) return null;
  const requests = Math.floor((failing.requests * cleanMs) / livedMs / 2);
  const bad = file.anomaly.symptom === "errors" ? Math.min(1, failing.value) : 0.5;
  if (file.anomaly.symptom === "memory" || requests * bad < 3) return null;
  return counter(
    Math.max(
      delays ? WEIGHTS.exposure.healthyWithDelayed : WEIGHTS.exposure.cleanStart,
      -Math.log(1 + (requests * bad) / 3),
    ),
    `Revision ${short(failing)} had it for ${span(cleanMs)} before anything failed.`,
    [],
  );
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
  return counter(
    Math.max(WEIGHTS.exposure.cleanSince, -Math.log(1 + (requests * bad) / 6)),
    `The service went on in good health for ${span(cleanMs)} after it was deployed.`,
    [],
  );
}

/**
 * A revision with the commit served a few requests, too few to call it healthy, and none failed: were the
 * commit guilty, each would have failed with about the share that fails now (binomial; two thirds of that
 * share, for the kinds of request are never mixed quite alike).
 */
function fitFewRequests(
  timeline: Timeline,
  failing: Served,
  withIt: (served: Served) => boolean,
  delays: boolean,
  file: CaseFile,
): Finding[] {
  if (file.anomaly.symptom !== "errors" || delays) return [];
  const quiet = timeline.served.filter(
    (served) =>
      served.broken === null && served.firstMs < failing.firstMs && served.value === 0 && withIt(served),
  );
  const requests = quiet.reduce((sum, served) => sum + served.requests, 0);
  const first = quiet[0];
  if (!first || requests === 0) return [];
  const weight = Math.max(
    WEIGHTS.exposure.healthyWith,
    requests * Math.log(1 - (2 / 3) * Math.min(failing.value, 1)),
  );
  return [
    counter(
      weight,
      `Revision ${short(first)} contains it and none of its ${requests} requests failed.`,
      timeline.evidence,
    ),
  ];
}

function counter(weight: number, text: string, evidence: readonly string[]): Finding {
  return { family: "exposure", weight, text, evidence };
}

function short(served: Served): string {
  return served.sha ? served.sha.slice(0, 7) : served.revision.slice(0, 20);
}

/** 90000 → "90 s", 600000 → "10 min". */
function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
