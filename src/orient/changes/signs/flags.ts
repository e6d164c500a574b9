import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const FLAGS =
  /^(?:flags?|features?|toggles?|experiments?|rollout|enabled?|enables?|disabled?|is_enabled|isenabled|variation|boolvariation|getbooleanvalue|beta|canary|percent\w*|treatment|use)$/;

/** A switch that falls the other way where nobody says otherwise. */
export function flags(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, defaultsOf);
  const flipped = come.filter((sign) =>
    gone.some((old) => old.key !== sign.key && nameOf(old) === nameOf(sign)),
  );
  return found(edit, "feature flag default changed", flipped);
}

function nameOf({ key }: Sign): string {
  return key.slice(0, key.lastIndexOf("="));
}

function defaultsOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    if (!/^(?:true|false|True|False|on|off|"true"|"false")$/.test(token.text)) return [];
    const name = flagBefore(side, i);
    return name ? [{ key: `${name}=${token.text.toLowerCase()}`, token }] : [];
  });
}

/** The nearest name to the left on its line that says flag, or any key that the value is given to. */
function flagBefore(side: Side, at: number): string | null {
  const line = side.tokens[at]?.line;
  for (let i = at - 1; i >= 0 && i > at - 12 && side.tokens[i]?.line === line; i--) {
    const token = side.tokens[i];
    if (!token || (token.kind !== "word" && token.kind !== "text")) continue;
    if (/^(?:const|let|var|final|return|static|bool|boolean|Boolean)$/.test(token.text)) continue;
    const key = /^(?::|=|:=|=>)$/.test(side.tokens[i + 1]?.text ?? "");
    if (key || wordsOf(token.text).some((word) => FLAGS.test(word))) return token.text;
  }
  return null;
}
