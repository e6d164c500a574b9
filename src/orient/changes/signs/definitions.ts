import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const DECLARES = /^(?:function|def|func|fn|fun|class|interface|struct|trait|module|enum|type|object|record)$/;

/** Functions and types that are no longer there by their name. Takes the hunks of one file: what moved is there still. */
export function definitions(edits: readonly Edit[]): ClassifiedChange[] {
  const still = new Set(edits.flatMap((edit) => definedOn(edit.after).map(({ key }) => key)));
  for (const edit of edits) {
    const { gone } = shift(edit, definedOn);
    const lost = gone.filter(({ key }) => !still.has(key));
    if (lost.length > 0) return found(edit, "definition removed", lost);
  }
  return [];
}

function definedOn(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    if (token.kind !== "word") return [];
    if (DECLARES.test(token.text)) {
      // Go's methods: `func (s *Store) Find(`
      const at = side.tokens[i + 1]?.text === "(" ? (side.closes.get(i + 1) ?? i) + 1 : i + 1;
      const name = side.tokens[at]?.text === "*" ? side.tokens[at + 1] : side.tokens[at];
      return name?.kind === "word" ? [{ key: name.text, token: name }] : [];
    }
    if (token.text === "export" && /^(?:const|let|var)$/.test(side.tokens[i + 1]?.text ?? "")) {
      const name = side.tokens[i + 2];
      return name ? [{ key: name.text, token: name }] : [];
    }
    return [];
  });
}
