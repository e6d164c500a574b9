import { html } from "hono/html";
import type { Issue } from "../state.ts";

type StateName = "open" | "closed" | "not planned" | "draft" | "merged";

/** The one word that says how an issue or a pull request stands. */
export function issueState({ state, stateReason, pull }: Issue): StateName {
  if (pull?.merged) return "merged";
  if (state === "closed") return stateReason === "not_planned" && !pull ? "not planned" : "closed";
  return pull?.draft ? "draft" : "open";
}

/** The same as a badge. */
export function stateBadge(issue: Issue) {
  const state = issueState(issue);
  const kind = issue.pull ? "pull" : "issue";
  return html`<span class="state" data-kind="${kind}" data-state="${state}">${state[0]!.toUpperCase()}${state.slice(1)}</span>`;
}

/** The same as a dot with a name for those who do not see it. */
export function stateDot(issue: Issue) {
  const state = issueState(issue);
  const kind = issue.pull ? "pull" : "issue";
  return html`<span class="dot" data-kind="${kind}" data-state="${state}" role="img" aria-label="${state}" title="${state}"></span>`;
}
