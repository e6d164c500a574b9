/**
 * Words that begin a statement of a gantt chart, and dates, which its lexer takes for one.
 * @see https://mermaid.js.org/syntax/gantt.html
 */
const STATEMENT =
  /^(?:gantt|title|section|click|call|href|vert|dateformat|axisformat|tickinterval|todaymarker|topaxis|inclusiveenddates|includes|excludes|weekday|weekend|acctitle|accdescr|\d{4}-\d\d-\d\d)/i;

const ZERO_WIDTH_SPACE = "\u200b";

/**
 * Text as a label of a mermaid diagram: one line, never empty, in which no character means anything to any
 * of mermaid's grammars. ASCII punctuation but `. _ / - +` becomes its full-width twin, so that
 * `GET /quotes/:id` still reads like itself. Call `sanitise` first.
 */
export function mermaidText(text: string): string {
  const label = text
    .replace(/[\s\u200b]+/g, " ")
    .trim()
    .replace(/[!-*,:-@[-^`{-~]/g, (found) => String.fromCharCode(found.charCodeAt(0) + 0xfee0));
  if (label === "") return "–";
  return STATEMENT.test(label) ? ZERO_WIDTH_SPACE + label : label;
}
