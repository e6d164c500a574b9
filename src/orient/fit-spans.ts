import type { Evidence, EvidenceOf } from "../contracts/evidence.ts";
import type { Candidate, CaseFile } from "./case-file.ts";
import { IDLE } from "./changes/idle.ts";
import { matchesPath } from "./changes/match-path.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { fitFrame } from "./fit-frame.ts";
import { lostIndex } from "./lost-index.ts";
import type { ChangeClass } from "./mechanisms/change-class.ts";
import { statementWords, tablesOf } from "./statement-words.ts";
import { WEIGHTS } from "./weights.ts";

/** A span that takes a good part of the time that requests now wait longer, and its milliseconds a request. */
export interface SlowSpan {
  item: EvidenceOf<"span-shift">;
  extraMs: number;
}

/** The spans that make up the slowness, the heaviest first; none where nothing got slower. */
export function slowSpans(evidence: Evidence, services: ReadonlySet<string>): SlowSpan[] {
  const all = evidence.items
    .filter(
      (item): item is EvidenceOf<"span-shift"> => item.kind === "span-shift" && services.has(item.service),
    )
    .map((item) => ({
      item,
      extraMs: item.perRequest.after * item.ownMs.after - item.perRequest.before * item.ownMs.before,
    }))
    .filter(({ extraMs }) => extraMs > 1);
  const total = all.reduce((sum, { extraMs }) => sum + extraMs, 0);
  return all
    .filter(({ extraMs }) => extraMs >= 0.25 * total)
    .toSorted((a, b) => b.extraMs - a.extraMs || Number(a.item.id.slice(1)) - Number(b.item.id.slice(1)));
}

/**
 * How the spans that got slower, or that come more often, lie to what a candidate changed. Of a span's
 * detail only query text is used: paths and the like may be whatever a visitor types.
 */
export function fitSpans(
  candidate: Candidate,
  files: readonly ReadFile[],
  slow: readonly SlowSpan[],
  file: CaseFile,
): Finding | null {
  let best: Finding | null = null;
  for (const { item } of slow) {
    const finding = fitCode(candidate, files, item, file) ?? fitQuery(files, item);
    if (finding && (best === null || finding.weight > best.weight)) best = finding;
  }
  return best;
}

function fitCode(
  candidate: Candidate,
  files: readonly ReadFile[],
  item: EvidenceOf<"span-shift">,
  file: CaseFile,
): Finding | null {
  if (!item.code) return null;
  const { code } = item;
  // A name that the function shares with a change elsewhere says where something is read, not where time goes.
  if (!files.some((changed) => !changed.inert && matchesPath(code.path, changed.path))) return null;
  const fit = fitFrame(candidate, files, code, true, file);
  if (!fit || fit.weight < WEIGHTS.place.topFrameInFunction) return null;
  return {
    ...fit,
    weight: WEIGHTS.place.spanCode,
    text: `The time goes into code that it changes, ${fit.line?.path ?? code.path}.`,
    evidence: [item.id],
  };
}

function fitQuery(files: readonly ReadFile[], item: EvidenceOf<"span-shift">): Finding | null {
  const query = queryOf(item);
  if (!query) return null;
  const words = statementWords(query);
  const tables = tablesOf(query);
  const readable = files.filter((changed) => !changed.inert && !IDLE.has(changed.kind));
  const added = readable.flatMap((changed) =>
    changed.hunks.flatMap((hunk) =>
      hunk.lines
        .filter((line) => line.kind === "added")
        .map((line) => ({ path: changed.path, line: line.after, text: line.text })),
    ),
  );
  const addedWords = new Set(added.flatMap(({ text }) => statementWords(text)));
  const shared = words.filter((word) => addedWords.has(word));
  const heaviest = added
    .map((line) => ({
      ...line,
      hits: statementWords(line.text).filter((word) => words.includes(word)).length,
    }))
    .toSorted(
      (a, b) =>
        b.hits - a.hits || (a.path < b.path ? -1 : a.path > b.path ? 1 : (a.line ?? 0) - (b.line ?? 0)),
    )[0];
  const line = heaviest?.line && heaviest.hits > 0 ? { path: heaviest.path, line: heaviest.line } : undefined;
  const isNew = item.perRequest.before < 0.05 * item.perRequest.after;
  const oftener = item.perRequest.after >= 1.5 * item.perRequest.before;
  const what = `the query on ${tables.slice(0, 2).join(", ") || "the database"}`;
  const place = (weight: number, text: string): Finding => ({
    family: "place",
    weight,
    text,
    evidence: [item.id],
    ...(line && weight > 0 ? { line } : {}),
  });
  const lost = isNew ? null : lostIndex(readable, query);
  if (lost)
    return {
      ...place(WEIGHTS.place.indexOfQuery, `It takes away the index ${lost.name}, and ${what} takes longer.`),
      line: { path: lost.path, line: lost.line },
    };
  if (isNew && words.length > 0 && (shared.length >= 0.6 * words.length || isWritten(readable, words))) {
    return place(
      WEIGHTS.place.newQuery,
      `It brings in ${what}, which was not there before and takes the time now.`,
    );
  }
  const touched = readable.some((changed) =>
    changed.hunks.some((hunk) =>
      hunk.lines.some((one) => one.kind !== "same" && tables.some((table) => hasWord(one.text, table))),
    ),
  );
  if (touched) {
    return place(
      WEIGHTS.place.queryTouched,
      `It changes lines about ${what}, which now ${oftener ? "runs more often" : "takes longer"}.`,
    );
  }
  // A loop around a call need not name the table: the query may stand in another file.
  if (
    oftener &&
    readable.some((changed) => changed.classes.some((one) => one.change === "query inside a loop"))
  ) {
    return place(
      WEIGHTS.place.queryTouched,
      `It calls something inside a loop, and ${what} now runs ${times(item)} times a request.`,
    );
  }
  // The time of a query holds the wait for a connection, a lock, a processor: who takes those need not name its table.
  if (readable.some((changed) => changed.classes.some((one) => STARVES.has(one.change)))) return null;
  // A mapper's calls name no table: which query they make, the diff does not tell.
  if (
    readable.some((changed) => changed.classes.some((one) => QUERIES.has(one.change))) &&
    !added.some(({ text }) => STATEMENT.test(text))
  )
    return null;
  return oftener && !isNew
    ? null
    : place(WEIGHTS.place.queryElsewhere, `The time goes into ${what}, which it does not touch.`);
}

/** Whether a hunk, as it stands after the change, holds the statement, and the changed lines are of it. */
function isWritten(files: readonly ReadFile[], words: readonly string[]): boolean {
  return files.some(({ hunks }) =>
    hunks.some(({ lines }) => {
      const after = lines.filter(({ kind }) => kind !== "removed");
      const said = new Set(after.flatMap(({ text }) => statementWords(text)));
      if (words.filter((word) => said.has(word)).length < 0.6 * words.length) return false;
      return after.some(
        ({ kind, text }) =>
          kind === "added" && CLAUSE.test(text) && statementWords(text).some((word) => words.includes(word)),
      );
    }),
  );
}

const CLAUSE =
  /^\s{0,60}(?:["'`+.]\s{0,2}){0,3}(?:select|from|where|and|or|join|left|inner|order by|group by|having|limit|for update|set|values|on)\b/i;

const QUERIES: ReadonlySet<ChangeClass> = new Set([
  "query changed",
  "query without its index",
  "query inside a loop",
  "unbounded result",
]);
const STATEMENT =
  /\b(?:select\b.{1,200}\bfrom|update\s+\S+\s+set|insert\s+into|delete\s+from|from\s+\S+\s+(?:where|join))\b/i;

/** Changes that make queries of any text wait, or come more often. */
const STARVES: ReadonlySet<ChangeClass> = new Set([
  "limit lowered",
  "resource not released",
  "lock added",
  "parallelism added",
  "cache removed",
  "cache lifetime shortened",
  "key of the cache changed",
  "container resources lowered",
  "batch or sampling changed",
  "retry added or raised",
]);

/** The query of a span; null for anything that does not begin as SQL does. */
export function queryOf(item: EvidenceOf<"span-shift">): string | null {
  const text = item.detail?.trim() ?? "";
  return /^(?:with|select|insert|update|delete|merge|call)\b/i.test(text) ? text : null;
}

function hasWord(text: string, word: string): boolean {
  return statementWords(text).includes(word);
}

function times(item: EvidenceOf<"span-shift">): string {
  return item.perRequest.after >= 10
    ? String(Math.round(item.perRequest.after))
    : item.perRequest.after.toFixed(1);
}
