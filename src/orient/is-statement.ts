import type { EvidenceOf } from "../contracts/evidence.ts";

/** Whether a span is of a statement to a database, those about transactions among them, by the text of the statement alone. */
export function isStatement({ detail }: EvidenceOf<"span-shift">): boolean {
  return /^\s*(?:with|select|insert|update|delete|merge|call|begin|start transaction|commit|rollback|savepoint)\b/i.test(
    detail ?? "",
  );
}
