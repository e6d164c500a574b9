import type { Hunk } from "../changes/changed-lines.ts";

/** A line that says the same key before and after a change, with another value. */
export interface ChangedPair {
  key: string;
  /** In the file after the commit. */
  line: number;
  /** The hunk as if this pair were all that it changes. */
  alone: Hunk;
}

const COMMENT = /^(?:#|\/\/|!|;|$)/;
const KEY =
  /^[-\s]{0,80}(?:export\s{1,5})?(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s:="']{1,200}))\s{0,20}[:=]/;

/**
 * The pairs of a hunk of a configuration file; null where a key came or went, or where which line became which is not
 * plain. Comments and blank lines say nothing.
 */
export function changedPairs(hunk: Hunk): ChangedPair[] | null {
  const told = (kind: "added" | "removed") =>
    hunk.lines.filter((line) => line.kind === kind && !COMMENT.test(line.text.trim()));
  const removed = told("removed");
  const added = told("added");
  const pairs: ChangedPair[] = [];
  for (const is of added) {
    const key = keyOf(is.text);
    const was = removed.filter(({ text }) => key !== null && keyOf(text) === key);
    const [before] = was;
    if (key === null || !before || was.length > 1 || is.after === undefined) return null;
    if (added.filter(({ text }) => keyOf(text) === key).length > 1) return null;
    if (before.text.trim() === is.text.trim()) continue;
    const lines = hunk.lines.flatMap((line) => {
      if (line === before || line === is || line.kind === "same") return [line];
      // What else is new stands there as if it always had.
      return line.kind === "added" ? [{ ...line, kind: "same" as const }] : [];
    });
    pairs.push({ key, line: is.after, alone: { ...hunk, lines } });
  }
  return removed.length === added.length ? pairs : null;
}

function keyOf(text: string): string | null {
  const [, double, single, bare] = KEY.exec(text.slice(0, 500)) ?? [];
  return double ?? single ?? bare ?? null;
}
