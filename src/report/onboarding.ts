import type { Facts } from "../contracts/facts.ts";
import { quoting } from "./quoting.ts";

export const ONBOARDING_TITLE = "Configure SRE-Space";

const NAMES = 12;

/** The first pull request in a repository: what was found, how to send telemetry, what it would do and would not. */
export function onboardingBody(
  repository: string,
  found: {
    defaultBranch: string;
    services: readonly { name: string; paths: readonly string[] }[];
    checks: readonly string[];
    rules: Facts["rules"];
  },
): string {
  const quote = quoting([]);
  const some = (names: readonly string[]) => {
    const shown = names.slice(0, NAMES).map((name) => quote.code(name));
    return shown.join(", ") + (names.length > NAMES ? ` and ${names.length - NAMES} more` : "");
  };
  const branch = quote.code(found.defaultBranch);
  const rows = found.services
    .slice(0, NAMES)
    .map(({ name, paths }) => `| ${quote.code(name)} | ${some(paths)} |`);
  const more = found.services.length - rows.length;
  return `SRE-Space is installed on this repository. Until a \`.sre-space.yml\` is on ${branch} it does nothing here. This pull request proposes one, made from what the repository says of itself. **It is yours to edit, to merge or to close**; I never merge it, and once it is closed I propose none again.

## What I found

| Service | Built from |
| :-- | :-- |
${rows.join("\n")}${more > 0 ? `\n\nAnd ${more} more.` : ""}

A service's name must be the one under which it sends its telemetry (\`service.name\`): change those that differ.

- ${found.checks.length > 0 ? `Checks on recent commits: ${some(found.checks)}. They stand under \`required_checks\`; take out what does not run on pull requests.` : "I saw no check on recent commits. Name those that must succeed under `required_checks`."}
${branchRules(found.rules, branch, some).join("\n")}

## What happens when it is merged

With \`mode: report\`, which stands in it: when an objective of yours is broken beyond chance I open **one issue**, with since when, the evidence, the commits that could have done it and how probable each is, and what I would have done. **I change nothing.**

| \`mode\` | I may by myself |
| :-- | :-- |
| \`report\` | open issues and comment in them, mark the suspected commit with a check |
| \`propose\` | also open a draft pull request that undoes the cause, and wait for your yes |
| \`merge\` | also merge it, where every rule of the file passes on that very head, and watch whether that healed |

Whatever the file says, I never change workflows, \`CODEOWNERS\`, this file, lock files without their manifest, links or anything outside the tree; I never merge against your branch's rules; and \`/sre pause\` in any issue, or the label \`sre-space:stop\` on one, stops every merge at once. Only the file on ${branch} counts: what a branch or a fork says of me counts for nothing until it is merged.

## Send telemetry

I know only what I am sent. Ask whoever runs SRE-Space for a token of this repository (\`npx sre-space token ${repository}\`) and for its address:

\`\`\`
OTEL_EXPORTER_OTLP_ENDPOINT=https://YOUR-SRE-SPACE
OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer TOKEN"
OTEL_RESOURCE_ATTRIBUTES="deployment.environment.name=production,vcs.ref.head.revision=FULL-COMMIT-SHA"
\`\`\`

Nothing helps more than the commit that each process runs. Alerts of Alertmanager, Grafana, Sentry, PagerDuty and Datadog may come beside telemetry or in its place.

On every pull request that edits the file, the check \`SRE-Space / policy\` says what is wrong in it, what the edit changes, and what it would have changed in recent incidents.
`;
}

function branchRules(
  rules: Facts["rules"],
  branch: string,
  some: (names: readonly string[]) => string,
): string[] {
  const said = [
    ...(rules.requiredChecks.length > 0
      ? [`requires ${some(rules.requiredChecks)}: waited for in any case.`]
      : []),
    ...(rules.requiredApprovals > 0 || rules.codeOwners
      ? [
          `requires ${rules.codeOwners ? "its code owners' review" : rules.requiredApprovals === 1 ? "a review" : `${rules.requiredApprovals} reviews`}: changes are proposed and wait for it, whatever \`mode\` says.`,
        ]
      : []),
    ...(rules.mergeQueue ? ["has a merge queue: changes go into it."] : []),
    ...(rules.signedCommits ? ["requires signed commits: GitHub signs mine."] : []),
    ...(rules.unread === null ? [] : [`has rules that I may not read: ${rules.unread}`]),
  ];
  return said.length > 0
    ? said.map((one) => `- ${branch} ${one}`)
    : [`- ${branch} has no rules of its own: the file's are all there are.`];
}
