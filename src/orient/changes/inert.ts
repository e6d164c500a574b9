import { amountsAlike } from "./amounts-alike.ts";
import { annotationsAlone } from "./annotations.ts";
import { importsAlone } from "./imports-alone.ts";
import { importsReordered } from "./imports-reordered.ts";
import { linesReordered } from "./lines-reordered.ts";
import { literalsWrittenOut } from "./literals-named.ts";
import { localsRenamed } from "./locals-renamed.ts";
import { meaningOf } from "./meaning-of.ts";
import type { Sides } from "./sides.ts";
import type { Syntax } from "./syntax.ts";
import { valuesNamed } from "./values-named.ts";

/** What alone differs where a change leaves the syntax tree as it was. */
export type Inert =
  | "comments or layout"
  | "the order of imports"
  | "imports of a compiled language"
  | "the order of entries"
  | "the ways in which values are written"
  | "the names of local variables"
  | "which values have a name"
  | "annotations of types";

/**
 * Whether a change leaves the meaning alone, and how; null where it may mean something. The text's own
 * judgement, without a parser: where a language is not known, only blank lines are forgiven. Never proof:
 * generated code, directives in comments and imports with effects all exist.
 */
export function inertness(sides: readonly Sides[], syntax: Syntax): Inert | null {
  if (sides.length === 0) return null;
  const telling = sides.filter((one) => !sameMeaning(one, syntax));
  if (telling.length === 0) return "comments or layout";
  if (syntax.unknown) return null;
  if (telling.every(importsReordered)) return "the order of imports";
  if (syntax.wire) return null;
  if (localsRenamed(telling, syntax)) return "the names of local variables";
  if (annotationsAlone(telling, syntax)) return "annotations of types";
  if (valuesNamed(telling, syntax)) return "which values have a name";
  if (importsAlone(telling, syntax)) return "imports of a compiled language";
  const plain = literalsWrittenOut(telling).map((one) => ({
    ...one,
    before: amountsAlike(one.before),
    after: amountsAlike(one.after),
  }));
  const different = plain.filter((one) => !sameMeaning(one, syntax));
  if (different.length === 0) return "the ways in which values are written";
  if (different.every((one) => linesReordered(one, syntax) === "entries")) return "the order of entries";
  return valuesNamed(different, syntax) ? "which values have a name" : null;
}

/** The two sides of a hunk say the same but for comments and layout. */
export function sameMeaning({ hunk, before, after }: Sides, syntax: Syntax): boolean {
  if (syntax.unknown) {
    const written = (side: "added" | "removed") =>
      hunk.lines
        .filter((line) => line.kind === side || line.kind === "same")
        .map((line) => line.text.trimEnd())
        .filter((text) => text !== "");
    return sameList(written("removed"), written("added"));
  }
  return sameList(meaningOf(before, syntax), meaningOf(after, syntax));
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}
