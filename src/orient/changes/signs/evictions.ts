import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const TAKES =
  /^(?:delete|shift|splice|pop|popleft|popitem|evict\w*|prune|remove\w*|Remove\w*|poll\w*|Delete|dequeue|Dequeue|TryDequeue|TryTake|discard|drain\w*|flush\w*)$/;
const SIZES =
  /^(?:size|length|len|count|Count|isEmpty|isNotEmpty|is_empty|empty|any|has_next|hasNext|Size|Len)$/;

/** When something is taken out of a collection: the condition for it is another one. */
export function evictions(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, conditionsOf);
  return gone.length > 0 && come.length > 0 ? found(edit, "eviction removed", come) : [];
}

/** Conditions about how much there is, right before some of it is taken out. */
function conditionsOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    if (!/^(?:while|if|until|for)$/.test(token.text) || token.kind !== "word") return [];
    const line = side.tokens.slice(i + 1, i + 30).filter((one) => one.line === token.line);
    if (!line.some(({ text }) => SIZES.test(text))) return [];
    const body = side.calls.filter(({ at }) => at > i && at <= i + line.length + 14);
    if (!body.some(({ name, on }) => on !== "" && TAKES.test(name))) return [];
    return [{ key: line.map(({ text }) => text).join(" "), token }];
  });
}
