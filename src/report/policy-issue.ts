import type { PolicyProblem } from "../contracts/policy.ts";
import { problemWords } from "./problem-words.ts";
import { quoting } from "./quoting.ts";
import { withinBudget } from "./within-budget.ts";

export const POLICY_ISSUE_LABEL = "sre-space:policy";
/** What every such issue begins with; a mended one no longer does. */
export const POLICY_ISSUE_MARKER = "<!-- sre-space:policy ";
const MENDED_MARKER = "<!-- sre-space:policy-mended -->";
const BUDGET = 20_000;

export const policyIssueTitle = (path: string): string => `I only report: ${path} cannot be used`;

/** @param digest of what is wrong, so that it is known again */
export const policyIssueMarker = (digest: string): string => `${POLICY_ISSUE_MARKER}${digest} -->`;

/** The issue while the file on the default branch is broken. */
export function policyIssueBody(broken: {
  marker: string;
  /** The file's page, where there is a file. */
  url: string | null;
  path: string;
  problems: readonly PolicyProblem[];
  redact: readonly string[];
}): string {
  const { marker, url, path, problems } = broken;
  const quote = quoting(broken.redact);
  const rows = problems.map(({ line, column, ...problem }) => {
    const where = `${line}:${column}`;
    const link = url ? `[${where}](${url}#L${line})` : where;
    return `| ${link} | ${quote.inline(problemWords({ line, column, ...problem }), 600)} |`;
  });
  const { kept, left } = withinBudget(rows, BUDGET);
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  return `${marker}
**${quote.code(path)} on the default branch has ${count}. Until that is mended I only report**: nothing is proposed or merged, whoever approves. What could be read of its services and of \`redact\` still holds.

| Where | What |
| :-- | :-- |
${kept.join("\n")}${left > 0 ? `\n\nAnd ${left} more.` : ""}

\`npx sre-space validate\` says the same on a laptop, and the check \`SRE-Space / policy\` on a pull request that mends it. Once it is mended I close this issue.
`;
}

/** The same issue once the file is mended. */
export const mendedIssueBody = (path: string): string =>
  `${MENDED_MARKER}\n**Mended.** ${quoting([]).code(path)} on the default branch is in force again.\n`;
