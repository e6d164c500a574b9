import type { Incident } from "../contracts/incident.ts";
import { guardrailsTable } from "./guardrails-table.ts";
import type { Quote } from "./quoting.ts";
import { verdictWords } from "./verdict-words.ts";

export const GUARDRAIL_CHECK = "SRE-Space / guardrail";

const CONCLUSION = {
  merge: "success",
  propose: "action_required",
  hold: "action_required",
  report: "failure",
} as const;
const TITLE = {
  merge: "Every rule passes",
  propose: "Waits for a person",
  hold: "Waits for a person",
  report: "May not be merged",
} as const;

/** Buttons of the check run, each the command of its identifier. GitHub allows 20, 40 and 20 characters. */
const BUTTONS = {
  approve: { label: "Approve", description: "Merge this very head", identifier: "approve" },
  hold: { label: "Hold", description: "Do nothing until somebody approves", identifier: "hold" },
  explain: { label: "Explain", description: "Say why, in the incident's issue", identifier: "explain" },
  retry: { label: "Judge again", description: "Ask every rule once more", identifier: "retry" },
} as const;
const ACTIONS = {
  merge: [BUTTONS.hold, BUTTONS.explain],
  propose: [BUTTONS.approve, BUTTONS.hold, BUTTONS.explain],
  hold: [BUTTONS.approve, BUTTONS.retry, BUTTONS.explain],
  report: [BUTTONS.retry, BUTTONS.explain],
} as const;

/** The check run on the pull request's head: the verdict, with every rule. Null where there is no verdict. */
export function guardrailCheck({ verdict }: Incident, quote: Quote) {
  if (!verdict) return null;
  return {
    conclusion: CONCLUSION[verdict.decision],
    title: TITLE[verdict.decision],
    summary: `${verdictWords(verdict)}\n\n${guardrailsTable(verdict, quote)}`,
    actions: ACTIONS[verdict.decision],
  };
}
