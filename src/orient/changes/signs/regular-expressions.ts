import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const CALLS =
  /^(?:RegExp|re\.\w+|regexp\.\w+|Pattern\.\w+|Regex|GeneratedRegex|RegularExpression|Regex\.\w+|preg_\w+|matches|replaceAll|Regexp\.new|grep|MustCompile|RegularExpression)$/;

/** Regular expressions that are others now. */
export function regularExpressions(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, patternsOf);
  const signs = come.length > 0 ? come : gone;
  // Whatever is written so is a regular expression, wherever it stands; engines that do not backtrack cannot be hurt by it.
  const nested = LINEAR.test(edit.path)
    ? []
    : [...come, ...shift(edit, textsOf).come].filter(({ token }) => backtracks(token.text));
  return [
    ...found(edit, "regular expression changed", signs.length > 0 ? signs : nested),
    ...(gone.some(({ token }) => backtracks(token.text))
      ? []
      : found(edit, "regular expression that backtracks", nested)),
  ];
}

/** Go and Rust match in linear time: https://github.com/google/re2/wiki/WhyRE2, https://docs.rs/regex */
const LINEAR = /\.(?:go|rs)$/;

/** Texts and lines that hold a repeated group. */
function textsOf(side: Side): Sign[] {
  return side.tokens
    .filter(({ kind, text }) => kind === "text" && /\)[*+{]/.test(text))
    .map((token) => ({ key: token.text, token }));
}

/**
 * A repeated group that may itself match one text in many ways, `(a+)+` or `(a|a?)*`: each more letter doubles the work
 * (Kirrage, Rathnayake and Thielecke, "Static Analysis for Regular Expression Denial-of-Service Attacks", 2013).
 */
function backtracks(pattern: string): boolean {
  const text = pattern
    .slice(0, 300)
    .replace(/\\./g, "_")
    .replace(/\[\^?\]?[^\]]{0,200}\]/g, "_");
  const groups = [...text.matchAll(/\(([^()]{1,120})\)(?:[*+]|\{\d{0,4},\d{0,4}\})/g)];
  return (
    groups.some(([, inside = ""]) => {
      const body = inside.replace(/^\?(?:[:=!>]|<[=!]|P?<\w{1,40}>)/, "");
      return (
        /[*+]|\{\d{0,4},/.test(body) && !/^[^*+]*[A-Za-z0-9,;:/@#-]{1,}[^*+?]*[*+]$/.test(anchored(body))
      );
    }) || /\.[*+]\??[^()|]{0,4}\.[*+].{0,20}\.[*+]/.test(text)
  );
}

/** Whether each round must begin with the same letter, which tells the rounds apart: then nothing doubles. */
function anchored(body: string): string {
  return /^[,;:/@#-]/.test(body) ? body : "";
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
    /(?:pattern|regex|regexp|_re|_rx|Rx|RE|^rx|^re)$/i.test(token.text) &&
    /^(?:[:=]|:=)$/.test(side.tokens[i + 1]?.text ?? "")
      ? side.tokens
          .slice(i + 2, i + 4)
          .filter((one) => one.kind === "text")
          .map((one) => ({ key: one.text, token: one }))
      : [],
  );
  // Scala's `"…".r`, Kotlin's `"…".toRegex()`, Elixir's `~r"…"`.
  const made = side.tokens.flatMap((token, i) => {
    const after = side.tokens[i + 1]?.text === "." ? (side.tokens[i + 2]?.text ?? "") : "";
    const sigil = side.tokens[i - 1]?.text === "r" && side.tokens[i - 2]?.text === "~";
    return token.kind === "text" && (/^(?:r|toRegex|toPattern)$/.test(after) || sigil)
      ? [{ key: token.text, token }]
      : [];
  });
  return [...literal, ...called, ...named, ...made];
}
