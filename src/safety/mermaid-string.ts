/**
 * Text within a quoted string of a mermaid flowchart: what would end the string, open an entity, markup, a directive or
 * maths becomes its full-width twin; whatever else reads as it was written. Call `sanitise` first.
 * https://mermaid.js.org/syntax/flowchart.html#special-characters-that-break-syntax
 */
export function mermaidString(text: string): string {
  const label = text
    .replace(/[\s\u200b]+/g, " ")
    .trim()
    .replace(/%{2,}/g, "%")
    .replace(/["#$&*;<>@[\\\]`{|}~]/g, (found) => String.fromCharCode(found.charCodeAt(0) + 0xfee0));
  return label === "" ? "–" : label;
}
