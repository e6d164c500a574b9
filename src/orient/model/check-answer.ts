import type { Evidence } from "../../contracts/evidence.ts";
import type { Answer } from "./answer.ts";
import type { Quotation } from "./quotation.ts";
import { type Subject, subjectNamed } from "./subjects.ts";

/** Something that the model says of a hypothesis and that rests on evidence which exists. */
export interface Statement {
  about: Subject | "new";
  text: string;
  evidence: string[];
}
export interface Claim extends Statement {
  favours: boolean;
}

/** An answer of which everything was looked up: what could be wrong in it now is its judgement alone. */
export interface Checked {
  leading: Subject | "new" | "unknown";
  claims: Claim[];
  doubts: Statement[];
  /** A cause that the table lacks; what speaks for it are the claims about `new`. */
  cause: { mechanism: string; evidence: string[] } | null;
  explanation: string;
  /** How many claims and doubts cited nothing, or something that does not exist. */
  dropped: number;
}

const MOST_CLAIMS = 12;
const MOST_DOUBTS = 4;
const LONGEST_STATEMENT = 300;
const LONGEST_EXPLANATION = 1200;
/** A name that people read beside ours: words, and nothing that links, pings or closes. */
const CAUSE = /^[a-z][a-z' -]{2,58}[a-z]$/;

/**
 * Refused as a whole is an answer that names a suspect which is no candidate: whoever made that up has not read the rest
 * either. A claim is dropped by itself where it does not rest on evidence.
 */
export function checkAnswer(
  answer: Answer,
  subjects: readonly Subject[],
  evidence: Evidence,
  quote: Quotation,
): { checked: Checked } | { refused: string } {
  const known = new Set(evidence.items.map((item) => item.id));
  const cited = (ids: readonly string[]): string[] | null => {
    const unique = [...new Set(ids.map((id) => id.trim().toUpperCase()))];
    return unique.length > 0 && unique.every((id) => known.has(id)) ? unique : null;
  };
  const names = [
    answer.leading,
    ...answer.ranking,
    ...answer.claims.map(({ about }) => about),
    ...answer.doubts.map(({ about }) => about),
  ];
  const stranger = names.find(
    (name) => name !== "new" && name !== "unknown" && !subjectNamed(name, subjects),
  );
  if (stranger !== undefined) return { refused: "named a suspect that is no candidate" };

  const causeEvidence = answer.new_cause ? cited(answer.new_cause.evidence) : null;
  const name = answer.new_cause?.name.trim().toLowerCase().replace(/\s+/g, " ") ?? "";
  const cause = causeEvidence && CAUSE.test(name) ? { mechanism: name, evidence: causeEvidence } : null;
  let dropped = answer.new_cause && !cause ? 1 : 0;

  const subjectOf = (about: string): Subject | "new" | null =>
    about === "new" ? (cause ? "new" : null) : subjectNamed(about, subjects);
  const statement = (one: { about: string; text: string; evidence: readonly string[] }): Statement | null => {
    const [about, ids, text] = [
      subjectOf(one.about),
      cited(one.evidence),
      quote.line(one.text, LONGEST_STATEMENT),
    ];
    if (about && ids && text !== "") return { about, text, evidence: ids };
    dropped += 1;
    return null;
  };
  const claims = answer.claims.flatMap((one): Claim[] => {
    const said = statement(one);
    return said ? [{ ...said, favours: one.favours }] : [];
  });
  const doubts = answer.doubts.flatMap((one) => statement(one) ?? []);
  const leading = answer.leading === "unknown" ? null : subjectOf(answer.leading);
  return {
    checked: {
      leading: leading ?? "unknown",
      claims: claims.slice(0, MOST_CLAIMS),
      doubts: doubts.slice(0, MOST_DOUBTS),
      cause,
      explanation: quote.line(answer.explanation, LONGEST_EXPLANATION),
      dropped,
    },
  };
}
