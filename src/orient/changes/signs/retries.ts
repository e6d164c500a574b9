import type { Edit } from "../edit.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const RETRY = /^(?:retry|retries|retrying|retryable|backoff|attempts?|reconnect|redeliver\w*)$/;
const WAITS = /^(?:backoff|jitter|exponential)$/;

/** Asking again that begins or ends; the pause between two attempts that is gone. */
export function retries(edit: Edit): ClassifiedChange[] {
  const named = (pattern: RegExp) =>
    shift(edit, (side) =>
      side.tokens
        .filter((token) => token.kind === "word" && wordsOf(token.text).some((word) => pattern.test(word)))
        .map((token) => ({ key: "retry", token })),
    );
  const pauses = named(WAITS);
  if (pauses.gone.length > 0 && pauses.come.length === 0)
    return found(edit, "retry added or raised", pauses.gone);
  const { gone, come } = named(RETRY);
  if (come.length > 0 && gone.length === 0) return found(edit, "retry added or raised", come);
  return gone.length > 0 && come.length === 0 ? found(edit, "retry removed or lowered", gone) : [];
}
