import type { CaseFile } from "../case-file.ts";
import type { Exposure } from "../exposure.ts";
import type { Finding } from "../finding.ts";
import { isCleared } from "../is-cleared.ts";
import { boundedSums, type Contender, utilityOf, voicesFor, wordFor } from "../judgement.ts";
import { onsetOf } from "../onset.ts";
import { timelineOf } from "../timeline.ts";

/** What is asked of the finished reasoning before it is said how sure it is; each is a share from 0 to 1. */
export const COMMIT_GROUNDS = [
  "ahead of all others",
  "far ahead of them",
  "its kind explains the symptom",
  "at the place",
  "the revision without it is well beside it",
  "traces were compared",
  "no weak link",
  "another cause speaks",
] as const;
export const NONE_GROUNDS = [
  "ahead",
  "far ahead",
  "a cause speaks",
  "a cause speaks clearly",
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

/** From here on a commit is somebody's who has a part in it, and runs: less is no rival. */
const STANDING = -3;
/** Fewer bad requests of an older revision clear the younger one no further than they count. */
const FEW = 10;
/** Time or revisions speak for it. */
const LIVE = 0.4;

/**
 * The grounds on which a commit is named: few, of the structure of the reasoning alone, and each can only speak one way, so
 * that evidence against it never makes the answer surer. A chain is as strong as its weakest link: that the lead is large helps
 * little where the kind of change does not explain the symptom, or where something else does.
 */
export function commitGrounds(
  suspect: Contender,
  contenders: readonly Contender[],
  file: CaseFile,
): Record<(typeof COMMIT_GROUNDS)[number], number> {
  const others = contenders.filter((one) => one.suspect !== suspect.suspect);
  const guiltless = others.filter((one) => one.suspect === null);
  // Against the nearest, and not against all together: how many there are that have nothing to do with it does not matter.
  const lead =
    utilityOf(suspect) -
    Math.max(
      logSum(guiltless.map(utilityOf)),
      ...others.filter((one) => one.suspect !== null).map(utilityOf),
    );
  const sums = boundedSums(suspect.findings);
  const mechanism = sums.get("mechanism") ?? 0;
  const other = Math.max(0, ...guiltless.map(wordFor));
  const { together } = timelineOf(file.anomaly.service, file);
  const witness = Math.min(0, ...suspect.findings.filter(isWitness).map(({ weight }) => weight));
  return {
    "ahead of all others": share(lead, -1, 2),
    "far ahead of them": share(lead, 2, 6.5),
    "its kind explains the symptom": share(mechanism, -1, 3),
    "at the place": share(sums.get("place") ?? 0, 0, 2.6),
    "the revision without it is well beside it": Number(together?.verdict === "worse"),
    "traces were compared": Number(file.evidence.items.some(({ kind }) => kind === "span-shift")),
    "no weak link": Math.min(
      share(lead, 0, 5),
      VOICES[Math.min(voicesFor(suspect, contenders).length, 2)] ?? 1,
      share(mechanism, -0.3, 1.2),
      1 - 0.5 * share(other, 2, 4),
      1 - 0.5 * share(-witness, 0.25, 1.2),
      1 - 0.5 * share(-(sums.get("place") ?? 0), 0.25, 1.2),
    ),
    "another cause speaks": share(other, 0.5, 4),
  };
}

/** How strong a link it is that so many independent families speak for a commit, and not as well for a rival. */
const VOICES = [0.2, 0.6, 1];

const isWitness = ({ family }: Finding): boolean => family === "exposure";

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
  const word = Math.max(0, ...guiltless.map(wordFor));
  const lead = logSum(guiltless.map(utilityOf)) - Math.max(-20, ...commits.map(utilityOf));
  const live = commits
    .map(({ findings }) => boundedSums(findings))
    .filter((its) => (its.get("prior") ?? 0) + (its.get("ownership") ?? 0) >= STANDING)
    .filter((its) => (its.get("exposure") ?? 0) >= LIVE);
  const { earliest, latest } = onsetOf(file);
  const { together } = timelineOf(file.anomaly.service, file);
  return {
    ahead: share(lead, 0, 3),
    "far ahead": share(lead, 3, 7),
    "a cause speaks": share(word, 0, 3),
    "a cause speaks clearly": share(word, 3, 6),
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

function logSum(values: readonly number[]): number {
  const highest = Math.max(...values);
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}
