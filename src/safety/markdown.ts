/**
 * Text from outside, put into GitHub-flavoured Markdown as text and nothing else. Call `sanitise` first:
 * these functions know Markdown, not Unicode.
 * @see https://github.github.com/gfm/
 */

/**
 * A zero-width space. GitHub finds mentions, issue numbers and addresses in the *rendered* text, so that
 * neither a backslash nor an entity for the character itself keeps it from pinging a person or closing an
 * issue; only something between the characters does.
 * @see https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
const BREAK = "&#8203;";

/** Whatever opens or closes inline markup, HTML aside. */
const MARKUP = /[\\`*_{}[\]()|~!#]/g;

/** HTML, entities, and the dollar signs of maths, which a backslash does not stop. */
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", $: "&#36;" };

/** Where a mention or address, an issue number (its `#` is escaped by then), a URL would go on. */
const AUTOLINK = /@(?=\w)|\\#(?=\w)|:(?=\/\/)|www(?=\.)|\bgh-(?=\d)/gi;

/** What opens a list, a rule or a heading at the start of a line. */
const BLOCK_START = /^(?:[-+=]|\d{1,9}(?=\.))/;

/**
 * Inline text: it pings nobody, refers to nothing, links nowhere and holds no markup, wherever in a line
 * or a table cell it stands. White space collapses to single spaces.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(MARKUP, "\\$&")
    .replace(/[&<>$]/g, (character) => ENTITIES[character] ?? "")
    .replace(AUTOLINK, `$&${BREAK}`)
    .replace(BLOCK_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/**
 * Text as inline code. A pipe would end a table's cell even inside backticks, so text with one is written
 * as an HTML element.
 */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  if (line === "") return "` `";
  if (line.includes("|")) return `<code>${escapeMarkdown(line)}</code>`;
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return fence + pad + line + pad + fence;
}

/** Text as a fenced block on lines of its own. `language` keeps letters, digits, `+` and `-` only. */
export function codeFence(text: string, language: string): string {
  const body = text.replace(/\r\n?/g, "\n");
  const fence = "`".repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${language.replace(/[^A-Za-z0-9+-]/g, "")}\n${body}\n${fence}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
