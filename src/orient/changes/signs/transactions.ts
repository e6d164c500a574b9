import type { Edit } from "../edit.ts";
import type { Side } from "../side.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const WRITES = /\b(?:update\s+[\w."]+\s+set|delete\s+from|insert\s+into)\b/i;
const SOME = /\blimit\b|\bskip locked\b|\bfetch first\b|\btop\s*\(/i;
const BATCHES =
  /^(?:in_batches|find_in_batches|in_groups_of|each_slice|batch_size|chunked|batched|BATCH\w*|batchSize|chunkSize|CHUNK\w*)$/;

/** Rows that were changed some at a time, and are now all at once: they stay locked until the last is done. */
export function transactions(edit: Edit): ClassifiedChange[] {
  const writes = edit.after.tokens.filter(({ kind, text }) => kind === "text" && WRITES.test(text));
  const { gone, come } = shift(edit, bounded);
  return gone.length > come.length && writes.length > 0 ? found(edit, "longer transaction", gone) : [];
}

function bounded(side: Side) {
  const writes = side.tokens.some(({ kind, text }) => kind === "text" && WRITES.test(text));
  return side.tokens.flatMap((token) => {
    const some = token.kind === "text" && SOME.test(token.text) && writes;
    const batch = token.kind === "word" && BATCHES.test(token.text) && writes;
    return some || batch ? [{ key: "bounded", token }] : [];
  });
}
