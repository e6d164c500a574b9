import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

/** Calls that hold a thread until what another thread has to do is done. */
const CALLS =
  /^(?:GetResult|Wait|WaitAll|WaitAny|runBlocking|block|blockFirst|blockLast|blockOptional|toBlocking|blockingGet|blockingFirst|block_on|blocking_recv|blocking_send|async_to_sync|run_until_complete|run_coroutine_threadsafe|deasync|awaitResult|Await\.result|Await\.ready|unsafeRunSync|Runtime\.unsafeRun)$/;

/** A thread of a pool waits for what needs a thread of that pool, where it was given back for as long before. */
export function blocking(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, waitsOf);
  return come.length > gone.length ? found(edit, "blocking wait added", come) : [];
}

function waitsOf(side: Side): Sign[] {
  const calls = side.calls.flatMap(({ name, on, at }) => {
    const token = side.tokens[at];
    const last = on.split(".").at(-1) ?? "";
    return token && on !== "" && (CALLS.test(name) || CALLS.test(`${last}.${name}`))
      ? [{ key: "wait", token }]
      : [];
  });
  const bare = side.calls.flatMap(({ name, on, at }) => {
    const token = side.tokens[at];
    return token && on === "" && /^(?:runBlocking|async_to_sync|block_on)$/.test(name)
      ? [{ key: "wait", token }]
      : [];
  });
  // C#: `task.Result` behind a call, or of something that is called a task.
  const results = side.tokens.flatMap((token, i) => {
    if (token.text !== "Result" || side.tokens[i - 1]?.text !== "." || side.tokens[i + 1]?.text === "(")
      return [];
    const owner = side.tokens[i - 2]?.text ?? "";
    return owner === ")" || /task/i.test(owner) ? [{ key: "wait", token }] : [];
  });
  return [...calls, ...bare, ...results];
}
