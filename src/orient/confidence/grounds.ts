import type { CaseFile } from "../case-file.ts";
import type { Exposure } from "../exposure.ts";
import { isCleared } from "../is-cleared.ts";
import { boundedSums, type Contender, utilityOf, wordFor } from "../judgement.ts";
import { onsetOf } from "../onset.ts";
import { timelineOf } from "../timeline.ts";
import { WEIGHTS } from "../weights.ts";
import { exposureOf, LIVE, stands } from "./standing.ts";
import { wasTried } from "./was-tried.ts";

/** What is asked of the finished reasoning before it is said how sure it is; each is a share from 0 to 1. */
export const COMMIT_GROUNDS = [
  "ahead of all others",
  "ahead without its own closeness in time",
  "far ahead without it",
  "far ahead where time speaks for nobody",
  "ahead of every other commit",
  "old and new side by side",
  "a kind of change that is in most commits",
  "others went live with it",
  "one of them of a kind that says nothing",
] as const;
export const NONE_GROUNDS = [
  "ahead without what was written down",
  "far ahead without it",
  "the cause is seen",
  "the cause is seen clearly",
  "one place or one revision elsewhere",
  "written down",
  "a commit went live as it began",
  "such a commit explains the symptom",
  "the onset is known",
  "every commit is cleared",
] as const;

/** From 0 at `from` to 1 at `to`. */
const share = (value: number, from: number, to: number): number =>
  Math.max(0, Math.min(1, (value - from) / (to - from)));

/** Fewer bad requests of an older revision clear the younger one no further than they count. */
const FEW = 10;
/** By so much less may time and revisions say for another commit that went live with it. */
const AS_LIVE = 0.5;
/** So many others are as bad as more. */
const MANY = 3;

/**
 * The grounds on which a commit is named: few, of the structure of the reasoning alone, and each can only speak one way, so
 * that evidence against it never makes the answer surer. Decoys go live as it begins, for people deploy all the time and look
 * at what was deployed last; so a lead that is not owed to the clock is worth more than one that is, and what is in most commits
 * fits most failures.
 */
export function commitGrounds(
  suspect: Contender,
  contenders: readonly Contender[],
): Record<(typeof COMMIT_GROUNDS)[number], number> {
  const others = contenders.filter((one) => one.suspect !== suspect.suspect);
  // Against the nearest, and not against all together: how many there are that have nothing to do with it does not matter.
  const leadBy = (its: (one: Contender) => number, theirs: (one: Contender) => number): number =>
    its(suspect) -
    Math.max(
      logSum(others.filter((one) => one.suspect === null).map(theirs)),
      ...others.filter((one) => one.suspect !== null).map(theirs),
    );
  const lead = leadBy(utilityOf, utilityOf);
  const own = leadBy(besideTime, utilityOf);
  const commits = others.filter((one) => one.suspect !== null);
  const beforeCommits = utilityOf(suspect) - Math.max(FARTHEST, ...commits.map(utilityOf));
  const live = Math.min(BY_TIME, exposureOf(suspect));
  const withIt = commits.filter((one) => stands(one) && isNear(one) && exposureOf(one) >= live - AS_LIVE);
  return {
    "ahead of all others": share(lead, -1, 2),
    "ahead without its own closeness in time": share(own, -2, 1),
    "far ahead without it": share(own, 1, 4),
    "far ahead where time speaks for nobody": share(leadBy(besideTime, besideTime), 2, 5.5),
    "ahead of every other commit": share(beforeCommits, -1, 2),
    "old and new side by side": Number(wasTried(suspect)),
    "a kind of change that is in most commits": Number(COMMON.has(suspect.mechanism)),
    "others went live with it": share(withIt.length, 0, MANY),
    "one of them of a kind that says nothing": Number(withIt.some((one) => COMMON.has(one.mechanism))),
  };
}

/** Where there is nobody, nobody is near. */
const FARTHEST = -20;

/** Of the failing service or of one that it calls: who calls it is another matter, which leaves the odds of these as they are. */
function isNear({ findings }: Contender): boolean {
  return (boundedSums(findings).get("ownership") ?? 0) > WEIGHTS.ownership.caller;
}

/** Classes that say what was touched, and not what became of it. */
const COMMON: ReadonlySet<string> = new Set([
  "nothing that runs",
  "number changed",
  "other code changed",
  "platform changed",
  "query changed",
  "setting changed",
  "text changed",
]);

/** What time alone says for a commit, one revision after the other included; more than that takes a better witness. */
const BY_TIME = WEIGHTS.exposure.timeMost + WEIGHTS.exposure.split;

function besideTime(one: Contender): number {
  if (one.suspect === null) return utilityOf(one);
  return utilityOf(one) - Math.max(0, Math.min(BY_TIME, exposureOf(one)));
}

/** The same for "no commit did it". */
export function noneGrounds(
  contenders: readonly Contender[],
  exposures: ReadonlyMap<string, Exposure>,
  file: CaseFile,
): Record<(typeof NONE_GROUNDS)[number], number> {
  const commits = contenders.filter((one) => one.suspect !== null);
  const guiltless = contenders.filter((one) => one.suspect === null);
  const sums = guiltless.map(({ findings }) => boundedSums(findings));
  const most = (family: "exposure" | "told") => Math.max(0, ...sums.map((its) => its.get(family) ?? 0));
  const [best] = guiltless.toSorted((a, b) => utilityOf(b) - utilityOf(a));
  const seen = best ? wordFor(untold(best)) : 0;
  const lead = logSum(guiltless.map(untold).map(utilityOf)) - Math.max(FARTHEST, ...commits.map(utilityOf));
  const live = commits
    .filter((one) => stands(one) && exposureOf(one) >= LIVE)
    .map(({ findings }) => boundedSums(findings));
  const { earliest, latest } = onsetOf(file);
  const { together } = timelineOf(file.anomaly.service, file);
  return {
    "ahead without what was written down": share(lead, -1, 2),
    "far ahead without it": share(lead, 2, 6),
    "the cause is seen": share(seen, 0, 3),
    "the cause is seen clearly": share(seen, 3, 6),
    "one place or one revision elsewhere": share(most("exposure"), 0, 3.5),
    "written down": share(most("told"), 0, 4),
    "a commit went live as it began": share(live.length, 0, 3),
    "such a commit explains the symptom": share(
      Math.max(-1, ...live.map((its) => its.get("mechanism") ?? 0)),
      -1,
      2,
    ),
    "every commit is cleared": Number(
      commits.length > 0 &&
        (together === null || together.old.bad >= FEW) &&
        commits.every((one) => isCleared(one, exposures)),
    ),
    "the onset is known":
      1 - share(Math.log(Math.max(1, (latest - earliest) / 1000)), Math.log(10), Math.log(600)),
  };
}

/** A cause by what is seen of it: people write down more than what does harm. */
function untold(one: Contender): Contender {
  return { ...one, findings: one.findings.filter(({ family }) => family !== "told") };
}

function logSum(values: readonly number[]): number {
  const highest = Math.max(...values);
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}
