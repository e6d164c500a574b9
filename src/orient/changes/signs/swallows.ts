import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

/** Errors that are caught and dropped: whoever comes after goes on with nothing. */
export function swallows(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, swallowsOf);
  return come.length > gone.length ? found(edit, "error swallowed", come) : [];
}

function swallowsOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => (drops(side, i) ? [{ key: "swallow", token }] : []));
}

function drops(side: Side, i: number): boolean {
  const text = side.tokens[i]?.text ?? "";
  const at = (n: number) => side.tokens[n]?.text ?? "";
  if (text === "catch") {
    // `catch {}`, `catch (e) {}`, `.catch(() => {})`, `.catch(() => null)`
    const close = at(i + 1) === "(" ? (side.closes.get(i + 1) ?? i) : i;
    if (at(close + 1) === "{") return side.closes.get(close + 1) === close + 2;
    const inside = side.tokens
      .slice(i + 2, close)
      .map((token) => token.text)
      .join(" ");
    return /=> (?:\{ \}|null|undefined|\[ \]|\( \{ \} \))$/.test(inside.slice(-40));
  }
  if (text === "except" || text === "rescue") {
    for (let j = i + 1; j < i + 12; j++) {
      if (/^(?:pass|continue|nil)$/.test(at(j))) return true;
      if (at(j) === "return") return /^(?:None|nil|False|\[|\{)$/.test(at(j + 1));
    }
    return false;
  }
  if (text === "suppress" || text === "@SneakyThrows") return true;
  // Go: the error of a call is given no name.
  return text === "_" && /^(?::=|=)$/.test(at(i + 1)) && at(i - 1) === ",";
}
