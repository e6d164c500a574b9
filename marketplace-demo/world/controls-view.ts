import type { Break, BreakLedger } from "./break-ledger.ts";
import { describeAction } from "./describe-action.ts";
import type { Fault } from "./fault-catalogue.ts";
import { incidentsOfBreaks, type SeenOf } from "./incidents-of-breaks.ts";
import { SYMPTOM_BREAKS, type SymptomBreak } from "./symptom-breaks.ts";
import type { SeenIssue, SeenPull } from "./watch-incidents.ts";

export type Tone = "good" | "bad" | "busy";
export type LinkView = { number: number; url: string; title: string; words: string; tone: Tone };
export type BreakView = Omit<Break, "lift" | "outcome"> & {
  /** The label of the button that mends it; null where there is nothing to mend. */
  lift: string | null;
  issues: LinkView[];
  pulls: LinkView[];
};
export type FaultView = { id: string; title: string; kind: Fault["kind"]; commits: number };
export type SymptomView = {
  symptom: SymptomBreak["symptom"];
  title: string;
  felt: string;
  /** The culprit's message; null where the fault is not there. */
  commit: string | null;
  world: string;
};

/** Everything that the page of controls shows, and what `npm run break` reads as JSON. */
export type ControlsView = {
  brand: string;
  repositoryUrl: string;
  /** What can still be mended, or is still watched. */
  inFlight: BreakView[];
  earlier: BreakView[];
  /** Opened by SRE-Space before anything was broken. */
  unasked: LinkView[];
  symptoms: SymptomView[];
  faults: FaultView[];
  timeline: { at: string; text: string }[];
  problem: string | undefined;
};

/** Puts the page's data together from what was broken and what GitHub shows. */
export function controlsView(from: {
  ledger: Pick<BreakLedger, "breaks">;
  catalogue: ReadonlyMap<string, Fault>;
  /** Where the faults of the six presses are. */
  own: ReadonlyMap<string, Fault>;
  seen: { issues: readonly SeenIssue[]; pulls: readonly SeenPull[] };
  repositoryUrl: string;
  timeline: { at: string; text: string }[];
  problem: string | undefined;
}): ControlsView {
  const { repositoryUrl } = from;
  const breaks = from.ledger.breaks();
  const incidents = incidentsOfBreaks(breaks, from.seen.issues, from.seen.pulls);
  const linksOf = (seen: SeenOf | undefined) => ({
    issues: (seen?.issues ?? []).map((issue) => issueLink(issue, repositoryUrl)),
    pulls: (seen?.pulls ?? []).map((pull) => pullLink(pull, repositoryUrl)),
  });
  const views = breaks.map(({ lift, outcome, ...entry }): BreakView & { flying: boolean } => ({
    ...entry,
    lift: lift === undefined ? null : entry.how === "world" ? "Lift it" : "Revert it by hand",
    ...linksOf(incidents.get(entry.id)),
    flying: entry.state === "under way" || entry.state === "in force" || lift !== undefined,
  }));
  const withoutFlag = ({ flying, ...view }: BreakView & { flying: boolean }): BreakView => view;
  return {
    brand: "Fernhill",
    repositoryUrl,
    inFlight: views.filter(({ flying }) => flying).map(withoutFlag),
    earlier: views.filter(({ flying }) => !flying).map(withoutFlag),
    unasked: linksOf(incidents.get(0)).issues,
    symptoms: SYMPTOM_BREAKS.map(({ symptom, title, felt, fault, environment }) => ({
      symptom,
      title,
      felt,
      commit:
        from.own
          .get(fault)
          ?.commits.find(({ culprit }) => culprit)
          ?.message.split("\n", 1)[0] ?? null,
      world: describeAction(environment),
    })),
    faults: [...from.catalogue.values()].map(({ id, title, kind, commits }) => ({
      id,
      title,
      kind,
      commits: commits.length,
    })),
    timeline: from.timeline,
    problem: from.problem,
  };
}

function issueLink(issue: SeenIssue, repositoryUrl: string): LinkView {
  const { number, title } = issue;
  return { number, title, url: `${repositoryUrl}/issues/${number}`, ...wordsOf(issue) };
}

function wordsOf({ labels, state, summary }: SeenIssue): { words: string; tone: Tone } {
  const diagnosis = summary?.diagnosis;
  const suspect = diagnosis?.suspect
    ? `suspects ${diagnosis.suspect.slice(0, 7)}, ${Math.round(diagnosis.confidence * 100)}%`
    : undefined;
  if (labels.includes("sre-space:healed")) return { words: "healed", tone: "good" };
  if (labels.includes("sre-space:awaiting-approval"))
    return { words: ["waits for an approval", suspect].filter(Boolean).join("; "), tone: "bad" };
  if (labels.includes("sre-space:needs-human"))
    return { words: ["asks a person", suspect ?? "blames no commit"].join("; "), tone: "bad" };
  if (state === "closed") return { words: "closed", tone: "good" };
  if (!diagnosis) return { words: "looks for the cause", tone: "busy" };
  return { words: suspect ?? "blames no commit", tone: "busy" };
}

function pullLink({ number, merged, branch }: SeenPull, repositoryUrl: string): LinkView {
  return {
    number,
    title: branch.endsWith("-rollback") ? "takes its own merge back" : "undoes the cause",
    url: `${repositoryUrl}/pull/${number}`,
    words: merged ? "merged" : "open",
    tone: merged ? "good" : "busy",
  };
}
