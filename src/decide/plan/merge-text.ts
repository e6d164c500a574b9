import { diffArrays } from "diff";
import { diffIndices } from "node-diff3";
import { splitLines } from "./split-lines.ts";

/** Lines `[start, end)` of the base that one side replaced by `lines`. */
interface Edit {
  start: number;
  end: number;
  lines: readonly string[];
  /** Where the same edit could as well be said to stand, because the lines around it repeat. */
  first: number;
  last: number;
}

type Align = (base: string[], side: string[]) => { start: number; end: number; from: number; to: number }[];

/**
 * A three-way merge by lines: what `theirs` made of `base`, done to `ours`. Null where that is not beyond
 * doubt.
 *
 * Stricter than diff3 (Khanna, Kunal, Pierce 2007, https://www.cis.upenn.edu/~bcpierce/papers/diff3-short.pdf)
 * and than git, because nobody looks at a conflict marker here. How lines are matched is a choice
 * wherever they repeat, and git's choice (histogram) is not that of the libraries. So two different
 * alignments must give the same text, and between an edit of ours and one of theirs there must stand a
 * line that occurs once in each of the three, which every alignment matches with itself.
 */
export function mergeText(base: string, ours: string, theirs: string): string | null {
  if (ours === base) return theirs;
  if (theirs === base || ours === theirs) return ours;
  const [o, a, b] = [splitLines(base), splitLines(ours), splitLines(theirs)];
  const anchors = onceInEach(o, a, b);
  const first = mergeBy(alignByLcs, o, a, b, anchors);
  return first !== null && first === mergeBy(alignByEditScript, o, a, b, anchors) ? first : null;
}

function mergeBy(
  align: Align,
  base: string[],
  ours: string[],
  theirs: string[],
  anchors: ReadonlySet<string>,
): string | null {
  const mine = editsOf(align, base, ours);
  const other = editsOf(align, base, theirs);
  for (const a of mine) {
    for (const b of other) {
      const [upper, lower] = a.first <= b.first ? [a, b] : [b, a];
      if (upper.last >= lower.first) return null;
      if (!base.slice(upper.last, lower.first).some((line) => anchors.has(line))) return null;
    }
  }
  const merged: string[] = [];
  let at = 0;
  for (const edit of [...mine, ...other].toSorted((a, b) => a.start - b.start)) {
    for (; at < edit.start; at++) merged.push(base[at] ?? "");
    merged.push(...edit.lines);
    at = edit.end;
  }
  for (; at < base.length; at++) merged.push(base[at] ?? "");
  return merged.join("");
}

function editsOf(align: Align, base: string[], side: string[]): Edit[] {
  return align(base, side).map(({ start, end, from, to }) => {
    const lines = side.slice(from, to);
    return { start, end, lines, ...reach(base, side, start, end, from, to) };
  });
}

/** A block that begins with the line that follows it (or ends with the one before) can slide over it. */
function reach(
  base: string[],
  side: string[],
  start: number,
  end: number,
  from: number,
  to: number,
): { first: number; last: number } {
  let first = start;
  let last = end;
  for (const [text, low, high] of [[base, start, end] as const, [side, from, to] as const]) {
    const size = high - low;
    if (size === 0) continue;
    let up = 0;
    while (low - up - 1 >= 0 && text[low - up - 1] === text[high - up - 1]) up += 1;
    let down = 0;
    while (high + down < text.length && text[high + down] === text[low + down]) down += 1;
    first = Math.min(first, Math.max(0, start - up));
    last = Math.max(last, Math.min(base.length, end + down));
  }
  return { first, last };
}

function alignByLcs(base: string[], side: string[]): ReturnType<Align> {
  return diffIndices(base, side).map((edit) => ({
    start: edit.buffer1[0],
    end: edit.buffer1[0] + edit.buffer1[1],
    from: edit.buffer2[0],
    to: edit.buffer2[0] + edit.buffer2[1],
  }));
}

function alignByEditScript(base: string[], side: string[]): ReturnType<Align> {
  const edits: ReturnType<Align> = [];
  let inBase = 0;
  let inSide = 0;
  let open: ReturnType<Align>[number] | null = null;
  for (const part of diffArrays(base, side)) {
    if (!part.added && !part.removed) {
      open = null;
      inBase += part.count;
      inSide += part.count;
      continue;
    }
    if (!open) {
      open = { start: inBase, end: inBase, from: inSide, to: inSide };
      edits.push(open);
    }
    if (part.removed) inBase += part.count;
    else inSide += part.count;
    open.end = inBase;
    open.to = inSide;
  }
  return edits;
}

function onceInEach(...texts: string[][]): Set<string> {
  const once = texts.map((lines) => {
    const counts = new Map<string, number>();
    for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
    return counts;
  });
  return new Set(
    [...(once[0]?.keys() ?? [])].filter((line) => once.every((counts) => counts.get(line) === 1)),
  );
}
