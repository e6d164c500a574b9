import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { isStatement } from "./is-statement.ts";
import { outsideOf } from "./outside.ts";

/** Every statement takes the same time longer, whatever it asks for. */
export interface StatementsAlike {
  extraMs: number;
  evidence: readonly string[];
}

/** So many different statements, each so many times as long, and the shortest delay no less than this share of the longest. */
const FEWEST = 3;
const LONGER = 3;
const ALIKE = 0.7;
/** By so much of the localisation stores are among the places where it may have begun: no process that is busy slows others' calls. */
const NAMED = 0.05;
/** What does no work of its own waits for nothing but the way to the database and the database itself. */
const IDLE = /^\s*(?:begin|start transaction|commit|rollback|set|select 1\b)/i;

/**
 * Whether all statements that are made as often as before take longer, by about as many milliseconds each, one that does no work
 * among them: then it is none of them, but what they have in common, the database or the way there.
 */
export function statementsAlike(file: CaseFile): StatementsAlike | null {
  const { anomaly, evidence } = file;
  if (anomaly.symptom !== "latency") return null;
  const statements = evidence.items.filter(
    (item): item is EvidenceOf<"span-shift"> =>
      item.kind === "span-shift" && isStatement(item) && item.perRequest.before > 0,
  );
  const each = new Map(statements.map((item) => [item.detail ?? item.span, item]));
  if (each.size < FEWEST || !statements.some(({ detail }) => IDLE.test(detail ?? ""))) return null;
  if (!statements.every(({ perRequest }) => perRequest.after < 1.5 * perRequest.before)) return null;
  if (!statements.every(({ ownMs }) => ownMs.after >= LONGER * ownMs.before)) return null;
  const extra = statements.map(({ ownMs }) => ownMs.after - ownMs.before);
  const [least, most] = [Math.min(...extra), Math.max(...extra)];
  if (least < ALIKE * most) return null;
  const stores = outsideOf(file).filter(({ kind }) => kind === "database");
  if (stores.reduce((sum, { score }) => sum + score, 0) < NAMED) return null;
  return { extraMs: (least + most) / 2, evidence: statements.slice(0, FEWEST).map(({ id }) => id) };
}
