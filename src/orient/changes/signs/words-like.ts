import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";

/** The words that fit, all under one key. */
export function wordsLike(side: Side, pattern: RegExp, key = "word"): Sign[] {
  return side.tokens
    .filter((token) => token.kind === "word" && pattern.test(token.text.slice(0, 80)))
    .map((token) => ({ key, token }));
}
