import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { IDLE } from "./changes/idle.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

/**
 * Limits that databases call by name when they are reached, in their own whole phrases, and how settings are called that hold
 * them: https://www.postgresql.org/docs/current/runtime-config-client.html
 */
const NAMED: readonly { message: RegExp; key: RegExp }[] = [
  { message: /canceling statement due to statement timeout/, key: /statement[_-]?timeout/i },
  { message: /canceling statement due to lock timeout/, key: /lock[_-]?timeout/i },
  {
    message: /terminating connection due to idle-in-transaction timeout/,
    key: /idle[_-]?in[_-]?transaction[\w-]{0,20}timeout/i,
  },
  { message: /maximum statement execution time exceeded/, key: /max[_-]?(?:statement|execution)[_-]?time/i },
  { message: /bigger than 'max_allowed_packet'/, key: /max[_-]?allowed[_-]?packet/i },
  { message: /Lock wait timeout exceeded/, key: /lock[_-]?wait[_-]?timeout/i },
];
/** Of the new errors with a stack trace, so many must say it. */
const MOST_SAY = 0.5;

/** Whether the errors call by its name a limit to which a candidate gives another value. */
export function fitNamedLimit(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  const raised = file.evidence.items.filter(
    (item): item is EvidenceOf<"exception"> =>
      item.kind === "exception" &&
      item.service === service &&
      item.countBefore <= 0.2 * item.count &&
      item.frames.length > 0,
  );
  const all = raised.reduce((sum, { count }) => sum + count, 0);
  for (const { message, key } of NAMED) {
    const told = raised.filter((item) => message.test(item.message));
    const count = told.reduce((sum, item) => sum + item.count, 0);
    if (count === 0 || count < MOST_SAY * all) continue;
    for (const changed of files) {
      if (changed.inert || IDLE.has(changed.kind)) continue;
      const lines = changed.hunks.flatMap((hunk) => hunk.lines);
      const set = lines.find(({ kind, text }) => kind === "added" && sets(key, text));
      if (!set) continue;
      return {
        family: "place",
        weight: WEIGHTS.place.namedLimit,
        text: "The errors name the limit to which it gives another value.",
        evidence: told.map(({ id }) => id).slice(0, 3),
        line: { path: changed.path, line: set.after ?? 1 },
      };
    }
  }
  return null;
}

/** A name and a number on one line, and no comment. */
function sets(key: RegExp, text: string): boolean {
  const read = text.slice(0, 400);
  return !/^\s{0,80}(?:#|\/\/|--|\*)/.test(read) && key.test(read) && /\d/.test(read);
}
