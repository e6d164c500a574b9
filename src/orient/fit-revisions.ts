import { isAppliedApart } from "./applied-apart.ts";
import type { Candidate, CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { speaksOtherwise } from "./changes/speaks-otherwise.ts";
import { counterEvidence } from "./counter-evidence.ts";
import type { Finding } from "./finding.ts";
import { onsetOf } from "./onset.ts";
import { shortRevision } from "./short-revision.ts";
import { START_SLACK_MS } from "./start-slack.ts";
import { carrying } from "./taken-back.ts";
import { timeSpan } from "./time-span.ts";
import { type Served, type Timeline, type Together, turningPoint } from "./timeline.ts";
import { WEIGHTS } from "./weights.ts";
import { wellInItself } from "./well-in-itself.ts";

/** What revisions with the candidate and without it say, one after the other or side by side. */
export function fitRevisions(
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
  const leaning = fitLeaning(candidate, timeline, late, file);
  if (leaning) findings.push(leaning);
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
      counterEvidence(
        WEIGHTS.exposure.failedWithout,
        `Revision ${shortRevision(brokenWithout)} does not contain it and fails all the same.`,
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
    return [counterEvidence(WEIGHTS.exposure[kind], text, timeline.evidence)];
  }
  if (!failing || !withIt(failing)) return findings;
  const clean = fitCleanStart(failing, delays, file);
  if (clean && exposureStartsAt(failing, timeline, withIt)) findings.push(clean);
  const soundWith = timeline.served.find(
    (served) => served.broken === false && served.firstMs < failing.firstMs && withIt(served),
  );
  if (soundWith && soundWith.requests >= enough) {
    findings.push(
      counterEvidence(
        cleanRun(soundWith.requests, delays),
        `Revision ${shortRevision(soundWith)} contains it and served ${soundWith.requests} requests in good health.`,
        timeline.evidence,
      ),
    );
    return findings;
  }
  const few = fitFewRequests(timeline, failing, withIt, delays, file);
  if (few.length > 0) return few;
  if (healthy && withIt(healthy)) {
    findings.push(
      counterEvidence(
        WEIGHTS.exposure.notInTheStep,
        `It was already part of ${shortRevision(healthy)}, the last revision that was not failing.`,
        timeline.evidence,
      ),
    );
  } else if (healthy && !late && healthy.requests >= enough) {
    findings.push({
      family: "exposure",
      weight: WEIGHTS.exposure.split,
      text: `Revision ${shortRevision(healthy)} without it was healthy, ${shortRevision(failing)} with it fails.`,
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
  if (!together || together.verdict === "unclear" || !tellsApart(candidate, together, file)) return null;
  const counts = countsOf(together);
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
  return counterEvidence(
    WEIGHTS.exposure.failedWithout,
    `In the same minutes ${counts} went bad: it makes no difference.`,
    together.evidence,
  );
}

/** From here on counts side by side are no evidence of anything. */
const CHANCE = 0.05;

/**
 * Old and new revision in the same minutes, where too few requests met them to settle it: they lean to one side all the same,
 * by no more than the bound on the Bayes factor that such a chance allows, -1/(e p ln p) (Sellke, Bayarri and Berger, 2001),
 * and by less than a clear verdict.
 */
function fitLeaning(
  candidate: Candidate,
  { together }: Timeline,
  late: boolean,
  file: CaseFile,
): Finding | null {
  if (late || together?.verdict !== "unclear" || together.pWorse >= CHANCE) return null;
  if (!tellsApart(candidate, together, file)) return null;
  const p = Math.max(together.pWorse, Number.MIN_VALUE);
  const bound = -Math.log(-Math.E * p * Math.log(p));
  return {
    family: "exposure",
    weight: Math.min(WEIGHTS.exposure.leaningMost, bound),
    text: `In the same minutes ${countsOf(together)} went bad: few, but by chance in ${percent(p)} of such cases only.`,
    evidence: together.evidence,
  };
}

const percent = (share: number): string => `${(100 * share).toPrecision(1)}%`;

/** Whether of the two that served together the younger holds it and the older does not. */
function tellsApart(candidate: Candidate, { old, young }: Together, file: CaseFile): boolean {
  const carries = carrying(file);
  const without = old.sha === null ? old.sinceMs < candidate.committedMs : !carries(old.sha, candidate.sha);
  return without && carries(young.sha, candidate.sha);
}

function countsOf({ old, young }: Together): string {
  const side = ({ sha, bad, requests }: Pick<Together["old"], "sha" | "bad" | "requests">) =>
    `${bad} of ${requests} at ${sha?.slice(0, 7) ?? "an older one"}`;
  return `${side(old)} without it, ${side(young)} with it`;
}

/**
 * What a clean run of so many requests says against a commit. Some defects need a rare request, so each
 * further request tells less: Laplace's rule of succession, with a third of the requests taken to be of
 * the kind that would fail.
 */
function cleanRun(requests: number, delays: boolean): number {
  const { healthyWith, healthyWithDelayed } = WEIGHTS.exposure;
  return Math.max(delays ? healthyWithDelayed : healthyWith, -0.5 * Math.log(1 + requests / 3));
}

/** Whether the failing revision is the first that holds the commit. */
function exposureStartsAt(
  failing: Served,
  { served }: Timeline,
  withIt: (served: Served) => boolean,
): boolean {
  return served.find(withIt) === failing;
}

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
  return counterEvidence(
    Math.max(
      delays ? WEIGHTS.exposure.healthyWithDelayed : WEIGHTS.exposure.cleanStart,
      -0.5 * Math.log(1 + (requests * bad) / 3),
    ),
    `Revision ${shortRevision(failing)} had it for ${timeSpan(cleanMs)} before anything failed.`,
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
  if (file.anomaly.symptom === "latency") return fitFewQuick(timeline, failing, withIt, delays);
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
    0.5 * requests * Math.log(1 - (2 / 3) * Math.min(failing.value, 1)),
  );
  return [
    counterEvidence(
      weight,
      `Revision ${shortRevision(first)} contains it and none of its ${requests} requests failed.`,
      timeline.evidence,
    ),
  ];
}

/** So near to the revision before it is as quick, and so far from the one after it is not slow. */
const AS_QUICK = 1.3;
const FAR_SLOWER = 3;
/** Fewer than these may have been lucky. */
const FEWEST_QUICK = 8;

/** The same of how long they took: as quick as the revision before, where the one that fails is several times as slow. */
function fitFewQuick(
  timeline: Timeline,
  failing: Served,
  withIt: (served: Served) => boolean,
  delays: boolean,
): Finding[] {
  const { healthy } = turningPoint(timeline);
  const quick = timeline.served.find(
    (served) =>
      served.broken === null &&
      served.firstMs < failing.firstMs &&
      withIt(served) &&
      healthy !== null &&
      served.requests >= FEWEST_QUICK &&
      served.value > 0 &&
      served.value <= AS_QUICK * healthy.value &&
      FAR_SLOWER * served.value <= failing.value,
  );
  if (!quick) return [];
  return [
    counterEvidence(
      Math.max(
        delays ? WEIGHTS.exposure.healthyWithDelayed : WEIGHTS.exposure.fewButQuick,
        -0.5 * Math.log(1 + quick.requests / 3),
      ),
      `Revision ${shortRevision(quick)} contains it and answered its ${Math.round(quick.requests)} requests as quickly as before.`,
      timeline.evidence,
    ),
  ];
}
