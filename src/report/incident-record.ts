import type { Incident } from "../contracts/incident.ts";
import { clockTime } from "./clock-time.ts";
import { howLong } from "./how-long.ts";
import { issueTitle } from "./issue-title.ts";
import { postMortem } from "./post-mortem.ts";
import { progressSteps } from "./progress-steps.ts";
import type { ReportContext } from "./report-context.ts";

/** The post-mortem as a file of the repository, and the texts of the pull request that adds it. */
export function incidentRecord(incident: Incident, context: ReportContext) {
  const { issue, anomaly } = incident;
  const title = issueTitle(incident, context.quote);
  const day = new Date(anomaly.onset.at).toISOString().slice(0, 10);
  const steps = progressSteps(incident, context).map(
    ({ at, text }) => `- ${at ? `\`${clockTime(at)}\` ` : ""}${text}`,
  );
  const number = issue?.number ?? 0;
  // A file is read outside of the thread, where `#7` is no link.
  const link = (text: string) =>
    text.replace(
      /(?<![\w&\\/])#(\d+)\b/g,
      (_, found) => `[#${found}](${context.repositoryUrl}/issues/${found})`,
    );
  return {
    name: `${day}-${slug(anomaly.service)}-${number}.md`,
    content: link(
      `${[
        `# ${context.quote.inline(title, 300)}`,
        `${day}, incident #${number}.`,
        postMortem(incident, context),
        howLong(incident) ?? "",
        `**Time line (UTC)**\n\n${steps.join("\n")}`,
      ]
        .filter((part) => part !== "")
        .join("\n\n")}\n`,
    ),
    title: `Record incident ${number}: ${context.quote.plain(title, 150)}`,
    body: `The post-mortem of #${number}, as the policy asks (\`notify.record\`). **It is yours to edit, to merge or to close**; I never merge it.\n\nWhat only people know is missing: what you saw, what you decided, and what you will do about it.`,
    message: `Record incident ${number}\n\nThe post-mortem of ${issue?.url ?? "an incident"}.`,
  };
}

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "") || "incident";
