import type { Incident } from "../contracts/incident.ts";
import { commitMessage } from "./commit-message.ts";
import { pullRequestBody } from "./pull-request-body.ts";
import type { ReportContext } from "./report-context.ts";

/**
 * Every text that Fixer needs, from an incident that has a plan. Throws where it has none.
 *
 * @param template the repository's own of a pull request, where it has one
 */
export function pullRequestWording(
  incident: Incident,
  context: Omit<ReportContext, "permalink" | "mention">,
  template: string | null = null,
): { title: string; body: string; commitMessage: string; mergeMessage: string } {
  const whole = { ...context, permalink: () => null, mention: [] };
  const message = commitMessage(incident, context.quote);
  const [title = ""] = message.split("\n");
  return {
    title,
    body: pullRequestBody(incident, whole, template),
    commitMessage: message,
    mergeMessage: message.split("\n").slice(2).join("\n"),
  };
}
