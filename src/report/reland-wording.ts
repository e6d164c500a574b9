import type { Incident } from "../contracts/incident.ts";
import { commitLink } from "./commit-link.ts";
import type { ReportContext } from "./report-context.ts";

/**
 * The texts of the pull request that lands again what was undone, for its author to go on from.
 *
 * @param authors their logins, as GitHub says them
 * @param test path of the skeleton of a test; null where none could be made
 */
export function relandWording(
  incident: Incident,
  given: { authors: readonly string[]; test: string | null },
  context: ReportContext,
): { title: string; body: string; message: string } {
  const { issue, outcome, diagnosis, anomaly, plan } = incident;
  const { quote } = context;
  const number = issue?.number ?? 0;
  const subject = diagnosis?.hypotheses[0]?.commit?.subject ?? "the change";
  const names = given.authors.filter((name) => /^[\w-]+$/.test(name)).slice(0, 3);
  const to = names.length > 0 ? `${names.map((name) => `@${name}`).join(" ")}: ` : "";
  const reverts = plan?.kind === "planned" ? plan.reverts : [];
  const suspect = diagnosis?.suspect;
  const culprits = (reverts.length > 0 ? reverts : suspect ? [suspect] : [])
    .map((sha) => commitLink(sha, context))
    .join(", ");
  const value = plan?.kind === "planned" && plan.remedy === "restore-config";
  const what = value
    ? `${to === "" ? "One" : "one"} value that ${culprits} set was put back`
    : `${culprits} ${reverts.length > 1 ? "were" : "was"} undone`;
  const undone = outcome.pullRequest ? `#${outcome.pullRequest.number}` : "a revert";
  const tasks = [
    given.test
      ? `- [ ] Make ${quote.code(given.test)} send what failed. It fails until you do, and must fail on this change for the same reason as production did.`
      : "- [ ] Add a test that sends what failed, and fails on this change for the same reason as production did.",
    "- [ ] Mend the change, so that the test passes.",
    "- [ ] Mark this as ready, have it reviewed, and merge it as you would any other.",
  ];
  return {
    title: `Reapply ${value ? "one value of " : ""}"${quote.plain(subject, 150)}"`,
    body: `${to}${what} by ${undone}, because ${quote.code(anomaly.service)} broke with it (#${number}). ${value ? "The rest of it stands. This sets that value" : "Most of it was probably good work. This is the same change"} again on today's head, for you to go on from.

${tasks.join("\n")}

<sub>A draft, opened because the policy asks (\`notify.reland\`). I never merge it; close it where you do not want it.</sub>`,
    message: `Reapply "${quote.plain(subject, 100)}"\n\nUndone for ${issue?.url ?? "an incident"}; to be mended before it lands.`,
  };
}
