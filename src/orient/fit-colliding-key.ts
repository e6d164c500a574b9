import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { IDLE } from "./changes/idle.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

/** A key that is there already, in the codes and whole phrases of databases: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const COLLIDES = {
  type: /^(?:23505|1062|11000|ER_DUP_ENTRY|(?:[\w.:$]+[.:$])?(?:UniqueViolation\w*|RecordNotUnique|DuplicateKey\w*|UniqueConstraint\w*))$/,
  message:
    /duplicate key value violates unique constraint|Duplicate entry .{1,80} for key|UNIQUE constraint failed|\bE11000 duplicate key\b|Violation of (?:UNIQUE|PRIMARY) KEY constraint|\bORA-00001\b/,
};
/** What gives a key that nobody else has, and what lets one be there already. */
const KEEPS_APART =
  /\bnextval\b|\bgen_random_uuid\b|\bauto_?increment\b|\bgenerated (?:always|by default) as identity\b|\b\w*uuid\w{0,8}\s{0,2}\(|\bulid\s{0,2}\(|\bnanoid\s{0,2}\(|\bsnowflake\b|\bon conflict\b|\binsert ignore\b|\bon duplicate key\b|\b(?:find|get)_or_create\b/i;
/** The highest or the number of those that are there, and one more: two that ask at once are told the same. */
const COUNTS_UP = /\b(?:max|count)\s{0,2}\(.{1,120}\)\s{0,2}\+\s{0,2}1\b/i;
/** Of the new errors with a stack trace, so many must say it. */
const MOST_SAY = 0.5;

/** Whether requests fail as a key is there already, and a candidate changes how such keys are made, or what is done about it. */
export function fitCollidingKey(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  const raised = file.evidence.items.filter(
    (item): item is EvidenceOf<"exception"> =>
      item.kind === "exception" &&
      item.service === service &&
      item.countBefore <= 0.2 * item.count &&
      item.frames.length > 0,
  );
  const collide = raised.filter(
    ({ type, message }) => COLLIDES.type.test(type) || COLLIDES.message.test(message),
  );
  if (collide.length === 0 || sumOf(collide) < MOST_SAY * sumOf(raised)) return null;
  for (const changed of files) {
    if (changed.inert || IDLE.has(changed.kind)) continue;
    const lines = changed.hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind !== "same");
    const said = (side: "added" | "removed", pattern: RegExp) =>
      lines.find(({ kind, text }) => kind === side && pattern.test(text.slice(0, 400)));
    const takes = !said("added", KEEPS_APART) && said("removed", KEEPS_APART);
    const counts = !said("removed", COUNTS_UP) && said("added", COUNTS_UP);
    if (!takes && !counts) continue;
    const line =
      (counts || lines.find(({ kind }) => kind === "added"))?.after ?? changed.hunks[0]?.after.start ?? 1;
    return {
      family: "place",
      weight: WEIGHTS.place.keysCollide,
      text: "Requests fail as a key is there already, and it changes how keys are kept apart.",
      evidence: collide.map(({ id }) => id).slice(0, 3),
      line: { path: changed.path, line: Math.max(1, line) },
    };
  }
  return null;
}

function sumOf(items: readonly EvidenceOf<"exception">[]): number {
  return items.reduce((sum, { count }) => sum + count, 0);
}
