import { codeFence, codeSpan, escapeMarkdown } from "../safety/markdown.ts";
import { mermaidText } from "../safety/mermaid.ts";
import { mermaidString } from "../safety/mermaid-string.ts";
import { redact } from "../safety/redact.ts";
import { compileRedaction } from "../safety/redaction-pattern.ts";
import { sanitise, sanitiseMultiline } from "../safety/sanitise.ts";

/**
 * The only ways in which text of others (telemetry, commits, people) enters what we write: sanitised,
 * then redacted, then escaped for the place where it stands. In this order, since an invisible character
 * would hide a secret from its pattern, and so would a backslash.
 */
export interface Quote {
  /** In a sentence or a table's cell. */
  inline(text: string, maxLength?: number): string;
  /** As inline code. */
  code(text: string, maxLength?: number): string;
  /** As a fenced block. */
  block(text: string, language: string, maxLength?: number): string;
  /** In a mermaid diagram. */
  label(text: string, maxLength?: number): string;
  /** Between the quotes of a string in a mermaid flowchart. */
  string(text: string, maxLength?: number): string;
  /** Where no Markdown is read: titles, check outputs' titles, commit messages. Pings and closes nothing. */
  plain(text: string, maxLength?: number): string;
}

/** Looks at more than it keeps, so that no secret is cut in two and then not known. */
const MARGIN = 500;

/** @param patterns the policy's `redact`. Throws where one is no RE2 expression. */
export function quoting(patterns: readonly string[]): Quote {
  const compiled = patterns.map(compileRedaction);
  const line = (text: string, max: number) => sanitise(redact(sanitise(text, max + MARGIN), compiled), max);
  return {
    inline: (text, max = 300) => escapeMarkdown(line(text, max)),
    code: (text, max = 200) => codeSpan(defuseComment(line(text, max))),
    block(text, language, max = 4000) {
      const inert = sanitiseMultiline(text, max + MARGIN);
      return codeFence(defuseComment(sanitiseMultiline(redact(inert, compiled), max)), language);
    },
    label: (text, max = 60) => mermaidText(line(text, max)),
    string: (text, max = 60) => mermaidString(line(text, max)),
    plain: (text, max = 200) => breakReferences(line(text, max)),
  };
}

/** Inside code nothing is escaped; and whoever reads our markers from the raw text must find no other. */
const defuseComment = (text: string) => text.replaceAll("<!--", "<\u200b!--");

/**
 * Titles and commit messages know no escape, but `@name` pings and `fixes #7` closes an issue there too; a
 * zero-width space between the characters is all that stops it. `[skip ci]` and its like would keep checks and
 * deployments of our own commit from running.
 * https://docs.github.com/actions/managing-workflow-runs/skipping-workflow-runs
 * https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
 */
function breakReferences(text: string): string {
  return text.replace(
    /@(?=\w)|#(?=\d)|\bgh-(?=\d)|:(?=\/\/)|www(?=\.)|\[(?=[a-z -]*\])|\*\*\*(?=\w)/gi,
    "$&\u200b",
  );
}
