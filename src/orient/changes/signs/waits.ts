import type { Edit } from "../edit.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";
import { wordsLike } from "./words-like.ts";

const CALLS =
  /^(?:\w*sleep\w*|Sleep|setTimeout|delay|Delay|usleep|pause|Atomics\.wait|time\.After|wait_for_timeout|Thread\.sleep|(?:t|\w*(?:[Tt]hread|[Ww]orker|[Pp]roc|[Pp]rocess|[Tt]ask|[Ff]uture|[Jj]ob))\d?\.join|waitFor\w*|block|blockLast|get_now|await_termination)$/;

/** Requests that now wait for a clock. */
export function waits(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, (side) => [
    ...callsNamed(side, CALLS).filter(({ call }) => call.name !== "join" || call.from === call.to),
    ...wordsLike(side, /^pg_sleep$/, "call").filter(
      ({ token }) => !side.calls.some((call) => side.tokens[call.at] === token),
    ),
  ]);
  return come.length > gone.length ? found(edit, "wait added", come) : [];
}
