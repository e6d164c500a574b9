import { z } from "zod";
import { type Tool, tool } from "./tool.ts";
import type { ToolContext } from "./tool-context.ts";

/** What memory holds that is like this incident: it was looked up for the reasoning, and is only shown here. */
export function pastIncidents({ remembered, quote }: ToolContext): Tool {
  return tool({
    name: "past_incidents",
    description:
      "Earlier incidents of this repository that look alike, and how they came out. The same looks need not be the same cause.",
    parameters: z.object({}),
    run() {
      const lines = remembered.map(({ recollection: was, exact }) => {
        const cause = was.suspect
          ? `commit ${was.suspect.slice(0, 10)} (${quote.line(was.mechanism, 100)})`
          : `no commit: ${quote.line(was.mechanism, 100)}`;
        return `${was.closedAt}${exact ? ", the same fingerprint" : ""}: ${quote.line(was.service, 100)} ${quote.line(was.operation, 200)}, ${was.symptom}; ${cause}; ${was.ending}${was.person ? `; a person ${was.person.replaceAll("-", " ")}` : ""}`;
      });
      return lines.length > 0 ? lines.join("\n") : "Nothing like it is remembered.";
    },
  });
}
