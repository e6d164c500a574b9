import type { Side } from "../side.ts";
import type { Token } from "../tokens.ts";

const RAISES =
  /^(?:\w*(?:Error|Exception|Fault|Problem)|Errorf|errors\.New|New|panic|panic!|bail!|anyhow!|abort|fail|die|error)$/;

/** What stands between the brackets of an error that is raised on its own line, where a string is among it. */
export function messagesOf(side: Side): Set<Token> {
  const tokens = new Set<Token>();
  for (const call of side.calls) {
    if (!RAISES.test(call.name) && !RAISES.test(`${call.on}.${call.name}`)) continue;
    const word = before(side, call.at, call.on);
    // Go hands errors back behind what there is not: `return nil, fmt.Errorf(…)`.
    const handed = word === "," && first(side, call.at) === "return";
    if (!handed && !/^(?:raise|throw|new|return|:=|=|panic|abort)$/.test(word)) continue;
    const inside = side.tokens.slice(call.from, call.to);
    if (!inside.some(({ kind }) => kind === "text")) continue;
    for (const token of inside) tokens.add(token);
  }
  return tokens;
}

function before(side: Side, at: number, on: string): string {
  const start = at - 2 * on.split(".").filter(Boolean).length;
  return side.tokens[start - 1]?.text ?? "";
}

function first(side: Side, at: number): string {
  const line = side.tokens[at]?.line;
  return side.tokens.find((token) => token.line === line)?.text ?? "";
}
