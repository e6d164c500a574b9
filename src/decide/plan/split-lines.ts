/** Lines with their own ends, as git counts them: a last line without an end is a line too. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
