import type { Finding } from "../../src/orient/finding.ts";

/** What stands in a text for one case only: numbers, paths, quotations, names of code. */
const PARTICULAR = /`[^`]*`|"[^"]*"|\S*[\d/_.()@:=]\S*|\b[a-z]+[A-Z]\w*|\b[A-Z]\w+[A-Z]\w*/g;
const MOST_WORDS = 9;

/**
 * A short name of the kind of a finding, from its family and the words that it is told by: two of one kind come from one rule.
 * @param names of services, which stand in such words too
 */
export function kindOf(
  { family, text }: Pick<Finding, "family" | "text">,
  names: ReadonlySet<string>,
): string {
  const words = text
    // What kind of change it is stands beside it.
    .replace(/^Its kind of change, [^,]*, (\w+ causes?).*/, "Its kind of change $1 it")
    .split(/\s+/)
    .map((word) => (names.has(word.replace(/[,.;]$/, "")) ? "…" : word))
    .join(" ")
    .replace(PARTICULAR, "…");
  const short = words.split(" ").slice(0, MOST_WORDS).join(" ");
  return `${family}: ${short.replace(/…(?:[ ,]*…)+/g, "…")}`;
}
