import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const TAKES =
  /^(?:delete|shift|splice|pop|popleft|popitem|evict\w*|prune|remove\w*|Remove\w*|poll\w*|Delete|dequeue|Dequeue|TryDequeue|TryTake|discard|drain\w*|flush\w*)$/;
const SIZES =
  /^(?:size|length|len|count|Count|isEmpty|isNotEmpty|is_empty|empty|any|has_next|hasNext|Size|Len)$/;

/** When something is taken out of a collection: the condition for it is another one. */
export function evictions(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, conditionsOf);
  if (gone.length > 0 && come.length > 0) return found(edit, "eviction removed", come);
  const forgets = shift(edit, forgetsOf);
  return forgets.gone.length > forgets.come.length ? found(edit, "eviction removed", forgets.gone) : [];
}

const FORGETS =
  /^(?:evict|forget|prune|purge|trim|sweep|expire|cleanup|discard|shrink|compact|vacuum|reap)(?:s|ed|_?old)?$/;

/** Calls by whose name something kept is thrown away. */
function forgetsOf(side: Side): Sign[] {
  return side.calls.flatMap(({ name, at }) => {
    const token = side.tokens[at];
    return token && FORGETS.test(wordsOf(name)[0] ?? "") ? [{ key: "forget", token }] : [];
  });
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
