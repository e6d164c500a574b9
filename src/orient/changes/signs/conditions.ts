import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const LONGEST_CONDITION = 60;

/** As many decisions as before, and another condition in one of them. */
export function conditions(edit: Edit): ClassifiedChange[] {
  const all = shift(edit, conditionsOf);
  // What is decided by a word, and what is told by an operator alone, are counted apart.
  const [gone, come] = [all.gone, all.come].map((signs) => signs.filter(({ decides }) => decides));
  const [was, is] = [all.gone, all.come].map((signs) => signs.filter(({ decides }) => !decides));
  if (!gone || !come || gone.length === 0 || gone.length !== come.length)
    return was && is && was.length > 0 && was.length === is.length
      ? found(edit, "condition changed", is)
      : [];
  const refusing = come.filter((sign) => refuses(edit.after, sign.to));
  return [...found(edit, "condition changed", come), ...found(edit, "validation tightened", refusing)];
}

interface Condition extends Sign {
  /** Index of the first token after it. */
  to: number;
  /** It stands behind a word such as `if`. */
  decides: boolean;
}

/** Right after the condition something is thrown or answered with a refusal. */
function refuses(side: Side, from: number): boolean {
  return side.tokens
    .slice(from, from + 8)
    .some(({ text }) =>
      /^(?:throw|raise|panic|abort|reject|BadRequest|Forbid|Unauthorized|badRequest|4\d\d)$/.test(text),
    );
}

function conditionsOf(side: Side): Condition[] {
  const signs: Condition[] = [];
  for (const [i, token] of side.tokens.entries()) {
    if (token.kind === "word" && /^(?:if|elif|elsif|unless|while|when|until)$/.test(token.text)) {
      const close = side.tokens[i + 1]?.text === "(" ? side.closes.get(i + 1) : undefined;
      const text: string[] = [];
      let last = token;
      for (let j = i + 1; j < Math.min(close ?? side.tokens.length, i + LONGEST_CONDITION); j++) {
        const own = side.tokens[j];
        if (!own || (close === undefined && /^(?:\{|:|then|do)$/.test(own.text))) break;
        if (close === undefined && own.line !== token.line) break;
        text.push(own.text);
        if (side.touched(own)) last = own;
      }
      signs.push({
        key: text.join(" "),
        token: side.touched(token) ? token : last,
        to: close ?? i + text.length + 1,
        decides: true,
      });
    } else if (/^(?:<|>|<=|>=|==|!=|===|!==|&&|\|\||and|or|not|!)$/.test(token.text) && returns(side, i)) {
      signs.push({ key: `return ${token.text}`, token, to: side.tokens.length, decides: false });
    }
  }
  return signs;
}

/** The operator stands in what is returned or assigned. */
function returns(side: Side, i: number): boolean {
  for (let j = i - 1; j >= 0 && j > i - 20; j--) {
    const token = side.tokens[j];
    if (!token || token.line !== side.tokens[i]?.line) return false;
    if (token.text === "return" || token.text === "=" || token.text === "=>") return true;
    if (/^(?:if|while|elif|unless|when)$/.test(token.text)) return false;
  }
  return false;
}
