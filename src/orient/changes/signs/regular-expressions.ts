import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const CALLS =
  /^(?:RegExp|re\.\w+|regexp\.\w+|Pattern\.\w+|Regex|Regex\.\w+|preg_\w+|matches|replaceAll|Regexp\.new|grep|MustCompile|RegularExpression)$/;

/** Regular expressions that are others now. */
export function regularExpressions(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, patternsOf);
  const signs = come.length > 0 ? come : gone;
  return found(edit, "regular expression changed", signs);
}

function patternsOf(side: Side): Sign[] {
  const literal = side.tokens
    .filter((token) => token.kind === "pattern")
    .map((token) => ({ key: token.text, token }));
  const called = callsNamed(side, CALLS).flatMap(({ call }) =>
    side.tokens
      .slice(call.from, Math.min(call.to, call.from + 8))
      .filter((token) => token.kind === "text")
      .map((token) => ({ key: token.text, token })),
  );
  const named = side.tokens.flatMap((token, i) =>
    token.kind === "word" &&
    /^(?:pattern|regex|regexp)$/i.test(token.text) &&
    /^[:=]$/.test(side.tokens[i + 1]?.text ?? "")
      ? side.tokens
          .slice(i + 2, i + 4)
          .filter((one) => one.kind === "text")
          .map((one) => ({ key: one.text, token: one }))
      : [],
  );
  return [...literal, ...called, ...named];
}
