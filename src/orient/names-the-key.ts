import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";

/** Shorter values (a digit, `on`) stand in too many sentences to name anything. */
const NAMES_FROM = 4;

/** Whether what somebody wrote down names a value by which bad requests differ from good ones. */
export function namesTheKey({ text }: Pick<EvidenceOf<"change">, "text">, { evidence }: CaseFile): boolean {
  const said = text.toLowerCase();
  return evidence.items.some(
    (item) =>
      item.kind === "attribute" && item.value.length >= NAMES_FROM && said.includes(item.value.toLowerCase()),
  );
}
