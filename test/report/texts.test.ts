// @vitest-environment happy-dom
// Mermaid wants a document, even to parse.
import mermaid from "mermaid";
import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { explanation } from "../../src/report/explanation.ts";
import { guardrailCheck } from "../../src/report/guardrail-check.ts";
import { issueBody } from "../../src/report/issue-body.ts";
import { issueTitle } from "../../src/report/issue-title.ts";
import { stateLabel } from "../../src/report/labels.ts";
import { progressComment } from "../../src/report/progress-comment.ts";
import { pullRequestWording } from "../../src/report/pull-request-wording.ts";
import { suspectCheck } from "../../src/report/suspect-check.ts";
import { reportContext } from "./a-whole-incident.ts";
import { INCIDENTS } from "./incidents.ts";
import { OTHER_TEXTS } from "./other-texts.ts";

const context = { ...reportContext(), mention: ["@acme/sre"] };

/** Every text of one incident on one page, each under the name of where it stands. */
function page(incident: Incident): string {
  const wording = incident.plan?.kind === "planned" ? pullRequestWording(incident, context) : null;
  const suspect = suspectCheck(incident, context);
  const guardrail = guardrailCheck(incident, context.quote);
  const parts: [string, string][] = [
    ["Title of the issue", issueTitle(incident, context.quote)],
    ["Label", stateLabel(incident)],
    ["Issue", issueBody(incident, context)],
    ["Comment", progressComment(incident, context)],
    ["/sre explain", explanation(incident, context)],
    ...(wording
      ? ([
          ["Title of the pull request", wording.title],
          ["Pull request", wording.body],
          ["Commit", wording.commitMessage],
          ["Merge", wording.mergeMessage],
        ] as [string, string][])
      : []),
    ...(suspect
      ? [["Check on the suspect", `${suspect.title}\n\n${suspect.summary}`] as [string, string]]
      : []),
    ...(guardrail
      ? [
          ["Check on the head", `${guardrail.conclusion}: ${guardrail.title}\n\n${guardrail.summary}`] as [
            string,
            string,
          ],
        ]
      : []),
  ];
  return `${parts.map(([name, text]) => `<!-- ${name} -->\n\n${text.trim()}`).join("\n\n---\n\n")}\n`;
}

describe.each(Object.entries(INCIDENTS))("%s", (name, incident) => {
  it("reads as it did", async () => {
    await expect(page(incident)).toMatchFileSnapshot(`snapshots/${name.replaceAll(/[^a-z]+/g, "-")}.md`);
  });

  it("has diagrams that mermaid can read", async () => {
    const all = [...page(incident).matchAll(/```mermaid\n([\s\S]*?)\n```/g)];
    for (const [, diagram] of all) await expect(mermaid.parse(diagram!)).resolves.toBeTruthy();
  });
});

describe("outside of incidents' threads", () => {
  it.each(Object.entries(OTHER_TEXTS))("%s reads as it did", async (name, text) => {
    await expect(`${text.trim()}\n`).toMatchFileSnapshot(
      `snapshots/text-${name.replaceAll(/[^a-z]+/g, "-")}.md`,
    );
  });
});
