/** GitHub takes no more, of an issue, a comment or a pull request: https://docs.github.com/rest/issues/issues#create-an-issue */
const LONGEST_BODY = 65_536;

/**
 * Sections below a first line, as many as fit into what GitHub takes, in order. They have budgets of their own; should
 * they be too much together the last ones go, each as a whole, so that no fence and no fold is left open.
 */
export function withinBody(first: string, sections: readonly string[]): string {
  const kept: string[] = [];
  let length = first.length + 2;
  for (const section of sections) {
    if (section === "") continue;
    length += section.length + 2;
    if (length > LONGEST_BODY) break;
    kept.push(section);
  }
  return `${first}\n${kept.join("\n\n")}\n`;
}
