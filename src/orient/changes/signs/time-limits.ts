import type { Edit } from "../edit.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const LIMITS =
  /^(?:WithTimeout|WithDeadline|withTimeout\w*|wait_for|orTimeout|completeOnTimeout|CancelAfter|SetDeadline|SetReadDeadline|SetWriteDeadline|AbortSignal|time_limit|TimeLimiter)$/;

/** Waits that used to end by themselves. */
export function timeLimits(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, limitsOf);
  return gone.length > come.length ? found(edit, "time limit removed", gone) : [];
}

function limitsOf(side: Side) {
  return side.tokens.flatMap((token) => {
    if (token.kind !== "word") return [];
    const words = wordsOf(token.text);
    const limits =
      LIMITS.test(token.text) ||
      words.includes("timeout") ||
      words.includes("deadline") ||
      words.includes("timeouts");
    return limits ? [{ key: "limit", token }] : [];
  });
}
