import type { CaseFile } from "./case-file.ts";
import { editOf } from "./changes/edit.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { sidesOf } from "./changes/sides.ts";
import { syntaxOf } from "./changes/syntax.ts";
import { unitFactors } from "./changes/unit-factors.ts";
import { valuesSet } from "./changes/values-set.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

const ALIKE = 0.01;
/** A count of one or none is what many a metric happens to be. */
const LEAST = 2;

/**
 * Whether a metric of the service says the very numbers that a candidate writes: a limit that was 40 and is 2, in the
 * diff as in the telemetry. Units differ by powers of ten or of 1024 at most. Else whether it moved by the factor by which one
 * unit differs from another that the change writes the same amount in.
 */
export function fitMetricValue(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  const metrics = file.evidence.items.flatMap((item) =>
    item.kind === "metric" && item.service === service && item.before !== undefined ? [item] : [],
  );
  if (metrics.length === 0) return null;
  for (const changed of files) {
    for (const { name, was, is, line } of valuesSet(changed)) {
      const told = metrics.find((item) =>
        SCALES.some((scale) => alike(item.before, was * scale) && alike(item.after, is * scale)),
      );
      if (!told || Math.max(was, is) < LEAST) continue;
      return {
        family: "place",
        weight: WEIGHTS.place.metricTells,
        text: `${told.metric} of ${service} went from ${shown(was)} to ${shown(is)}, as it sets \`${name.split(".").at(-1)?.slice(0, 60)}\`.`,
        evidence: [told.id],
        line: { path: changed.path, line },
      };
    }
  }
  for (const changed of files) {
    const told = inAnotherUnit(changed).flatMap(({ factor, line }) =>
      metrics
        .filter(({ before = 0, after }) => before > 0 && after > 0 && near(after / before, factor))
        .map((item) => ({ item, factor, line })),
    )[0];
    if (!told) continue;
    const { item, factor, line } = told;
    return {
      family: "place",
      weight: WEIGHTS.place.metricInUnit,
      text: `${item.metric} of ${service} is ${shown(item.after / (item.before ?? 1))} times what it was, and it writes an amount ${shown(factor)} times as large.`,
      evidence: [item.id],
      line: { path: changed.path, line },
    };
  }
  return null;
}

/** What is measured is made of more than the one amount, and fluctuates: within a fifth, in logarithms. */
const NEAR = 0.25;

function near(ratio: number, factor: number): boolean {
  return Math.abs(Math.log(ratio / factor)) <= NEAR;
}

function inAnotherUnit({ path, kind, hunks, inert }: ReadFile): { factor: number; line: number }[] {
  if (inert || (kind !== "code" && kind !== "config")) return [];
  const syntax = syntaxOf(path);
  return hunks.flatMap((hunk) => {
    const edit = editOf(path, kind, syntax, sidesOf(hunk, syntax));
    return unitFactors(edit).map(({ factor, token }) => ({ factor, line: edit.lineOf(token) }));
  });
}

const SCALES = [1, 1000, 0.001, 1024, 2 ** 20];

function alike(a: number | undefined, b: number): boolean {
  return a !== undefined && Math.abs(a - b) <= ALIKE * Math.max(Math.abs(a), Math.abs(b));
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
