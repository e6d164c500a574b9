import type { PolicyProblem } from "../contracts/policy.ts";
import type { Decision } from "../contracts/verdict.ts";
import { dateAndTime } from "./date-and-time.ts";
import { problemWords } from "./problem-words.ts";
import type { Quote } from "./quoting.ts";
import { withinBudget } from "./within-budget.ts";

export const POLICY_CHECK = "SRE-Space / policy";

/** What is told of an edit. Words and values in it are the file's own and are made inert here. */
export interface PolicyEdit {
  /** The file as the edit leaves it; null where it takes the file away. */
  path: string | null;
  defaultBranch: string;
  problems: readonly PolicyProblem[];
  changes: readonly { setting: string; before: string | null; after: string | null; direction: string }[];
  replayed: readonly {
    issue: number | null;
    at: string;
    today: Decision | null;
    proposed: Decision | null;
  }[];
}

const CHANGES = 20_000;
const ARROWS: Readonly<Record<string, string>> = {
  looser: "🔓 looser",
  both: "🔓 partly looser",
  tighter: "🔒 tighter",
};
const WORDS = { merge: "merged", propose: "proposed", hold: "held for a yes", report: "reported" } as const;

/**
 * The check run on a pull request that edits the policy: its problems at their lines, what it changes, and what recent
 * incidents would have come to. `neutral` at best: whether the edit is wanted is the reviewers' to say.
 */
export function policyCheck(edit: PolicyEdit, quote: Quote) {
  const { path, problems, defaultBranch } = edit;
  const branch = quote.code(defaultBranch);
  if (problems.length > 0) {
    const count = `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;
    const rows = problems.map(
      (problem) => `| ${problem.line}:${problem.column} | ${quote.inline(problemWords(problem), 600)} |`,
    );
    const { kept, left } = withinBudget(rows, CHANGES);
    return {
      conclusion: "failure" as const,
      title: `${count} in the policy`,
      summary: `Were this on ${branch}, I would only report until ${problems.length === 1 ? "it is" : "they are"} mended.

| Where | What |
| :-- | :-- |
${kept.join("\n")}${left > 0 ? `\n\nAnd ${left} more.` : ""}`,
      annotations: path === null ? [] : problems.map((problem) => annotation(path, problem, quote)),
    };
  }
  const { replayed } = edit;
  const merged = replayed.filter(({ proposed }) => proposed === "merge").length;
  return {
    conclusion: "neutral" as const,
    title: titleOf(edit, merged),
    summary: [
      path === null
        ? `This takes the policy away: once it is on ${branch}, I only report.`
        : `The file reads well. It counts once it is on ${branch}; this check approves nothing.`,
      "## What this changes",
      changesTable(edit, quote),
      "## Recent incidents",
      replayTable(replayed, merged),
    ].join("\n\n"),
    annotations: [],
  };
}

function titleOf({ changes, replayed }: PolicyEdit, merged: number): string {
  const looser = changes.filter(({ direction }) => direction === "looser" || direction === "both").length;
  const what =
    changes.length === 0
      ? "Changes nothing"
      : `${changes.length} ${changes.length === 1 ? "setting" : "settings"}, ${looser} looser`;
  return replayed.length === 0
    ? what
    : `${what}; ${merged} of the last ${replayed.length} would have been merged without a person`;
}

function changesTable({ changes }: PolicyEdit, quote: Quote): string {
  if (changes.length === 0) return "Nothing: both files mean the same.";
  const value = (text: string | null) => (text === null ? "" : quote.code(text, 200));
  const rows = changes.map(
    ({ setting, before, after, direction }) =>
      `| ${quote.code(setting)} | ${value(before)} | ${value(after)} | ${ARROWS[direction] ?? ""} |`,
  );
  const { kept, left } = withinBudget(rows, CHANGES);
  const rest = left > 0 ? `\n\nAnd ${left} more.` : "";
  return `| Setting | Today | With this | |\n| :-- | :-- | :-- | :-- |\n${kept.join("\n")}${rest}`;
}

function replayTable(replayed: PolicyEdit["replayed"], merged: number): string {
  if (replayed.length === 0) return "None was judged here yet, so that there is nothing to replay.";
  const merges = replayed.filter(({ today }) => today === "merge").length;
  const word = (decision: Decision | null) =>
    decision === null ? "would be diagnosed anew" : WORDS[decision];
  const rows = replayed.map(({ issue, at, today, proposed }) => {
    const news = today === proposed ? "" : " **(new)**";
    return `| ${issue === null ? "" : `#${issue} `}${dateAndTime(at)} | ${word(today)} | ${word(proposed)}${news} |`;
  });
  return `**${merged} of the last ${replayed.length} would have been merged without a person**; with today's file it is ${merges}. Each is judged again as it was when it was last judged, with every approval left out.

| Incident | Today | With this |
| :-- | :-- | :-- |
${rows.join("\n")}`;
}

function annotation(path: string, problem: PolicyProblem, quote: Quote) {
  return {
    path,
    line: problem.line,
    title: quote.plain(problem.path === "" ? "The policy" : problem.path, 200),
    message: quote.plain(problemWords(problem), 900),
  };
}
