import type { Inferred } from "./infer-repository.ts";

/**
 * The text of a first `.sre-space.yml`, with a comment on whatever a person should look at. It only reports: nobody
 * raises what it may do but a person. Names are the repository's own and stand in quotes.
 *
 * @param extended the organisation's repository that it takes its defaults from, such as `.github`
 */
export function firstPolicy(found: Inferred, extended: string | null): string {
  const { services, checks, commits, allowPaths, denyPaths, rules } = found;
  const required = rules.requiredChecks;
  const lines = [
    "# yaml-language-server: $schema=https://sre-space.dev/schema.json",
    "# What SRE-Space may do here. It counts once it is on the default branch, and never from any other.",
    "# Every setting: docs/policy.md of SRE-Space. `npx sre-space validate` checks this file.",
    "version: 1",
    ...(extended
      ? [`_extends: ${extended}   # your organisation's file: its values stand behind these`]
      : []),
    "",
    "# report: an issue for each incident, and nothing else. propose: a draft pull request that waits for your yes.",
    "# merge: it merges by itself what every rule below lets through. Read a few of its issues before you raise this.",
    "mode: report",
    "",
    "# By the name under which each sends its telemetry (service.name): rename them where yours differ, and take out",
    "# what is none. An objective turns what fails into an incident; without one a baseline is learnt and only reported.",
    "services:",
    ...services.flatMap((service) => [
      `  ${quoted(service.name)}:`,
      `    paths: ${list(service.paths)}`,
      "    # slo: {availability: 99.5%, latency: {p95: 400ms}}",
    ]),
    "",
    "deploy:",
    "  environment: production   # the GitHub environment whose deployments count",
    "",
    "guardrails:",
    "  remedies: [revert]",
    "  # Nothing outside of these is changed. Workflows, CODEOWNERS and this file never are.",
    `  allow_paths: ${list(allowPaths)}`,
    ...(denyPaths.length > 0 ? [`  deny_paths: ${list(denyPaths)}`] : []),
    "  max_files: 5",
    "  max_lines: 200",
    ...(required.length > 0
      ? [`  # The branch itself requires ${list(required)}, which are waited for in any case.`]
      : []),
    checks.length > 0
      ? `  # Seen on the last ${commits} commits. Each must run on pull requests too: what never runs is waited for in vain.`
      : "  # No check was seen on recent commits. Name those that must succeed before anything is merged.",
    `  required_checks: ${list(checks)}`,
    "  max_merges: {per_hour: 1, per_day: 3}",
    '  # freeze: [{cron: "0 16 * * 5", duration: 64h, timezone: Europe/Berlin}]   # no merge at weekends',
    "  approvers: {permission: write}",
    "",
    "# What it matches never leaves your telemetry; the group's name stands in its place.",
    '# redact: ["(?<customer>C-[0-9]{5,})"]',
  ];
  return `${lines.join("\n")}\n`;
}

/** As JSON, which is YAML on one line whatever it holds. */
const quoted = (text: string): string =>
  /^[A-Za-z][\w-]*$/.test(text) && !WORDS.test(text) ? text : escaped(text);
const list = (texts: readonly string[]): string => `[${texts.map(escaped).join(", ")}]`;

/** What YAML would read as something other than text. */
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** Beyond JSON's own escapes: whatever a person could not see, or would take for the end of the line. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u00a0\u2028\u2029\p{Cf}]/gu, (character) => {
    const code = (character.codePointAt(0) as number).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}
