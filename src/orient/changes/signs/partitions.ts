import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

/** Names of what decides on which partition, shard or consumer something falls. */
const KEYS =
  /^(?:(?:\w+ )?(?:partition|shard|sharding|routing|distribution|dist|hash|placement|affinity) (?:key|id|by|column)|partition|routing|message group id|(?:gsi|lsi)\d{0,2} ?pk|pk|distkey|sharded by|cluster(?:ed)? by)$/;
/** Beside these a key is a row's, and spreads nothing. */
const ROWS = /\b(?:filter|get|exclude|objects|kwargs|models?)\b/;

/** What spreads records or messages over partitions is made of something else. */
export function partitions(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, keysOf);
  return gone.length > 0 && come.length > 0 ? found(edit, "spread over partitions changed", come) : [];
}

function keysOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    if (token.kind !== "word" && token.kind !== "text") return [];
    const next = side.tokens[i + 1]?.text ?? "";
    if (!/^(?::|=|=>|\(|,)$/.test(next) || (next === "," && token.kind !== "text")) return [];
    const name = wordsOf(token.text.slice(0, 60)).join(" ");
    if (!KEYS.test(name)) return [];
    const line = side.tokens.slice(Math.max(0, i - 20), i + 40).filter((one) => one.line === token.line);
    if (name === "pk" && (next !== ":" || ROWS.test(line.map(({ text }) => text).join(" ")))) return [];
    const at = line.indexOf(token);
    const value = line
      .slice(at + 2)
      .map(({ text }) => text)
      .filter((text) => !/^[,;)}\]]$/.test(text))
      .join(" ");
    return [{ key: `${name} ${value}`, token }];
  });
}
