import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import type { Token } from "../tokens.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const WORDS =
  /^(?:lock|rlock|wlock|mutex|synchronized|semaphore|rwmutex|rwlock|relock|redlock|monitor|advisory|locked|interlocked|atomic\w*|withlock)$/;
const SHARED =
  /^(?:RLock|readLock|ReadLock|RLocker|EnterReadLock|read_lock|shared_lock|lock_shared|AcquireReaderLock|ReaderLock|ReaderLockAsync|rdlock|pthread_rwlock_rdlock)$/;
/** One process of Erlang or Elixir that all others ask by its name answers one after the other: https://hexdocs.pm/elixir/GenServer.html */
const ONE_PROCESS = /^(?:GenServer|Agent|gen_server)$/;
const STATEMENTS = /\bfor (?:update|share)\b|\block table\b|\bpg_advisory_|\bserializable\b/i;

/** Rows that others hold are left alone, or told of at once: https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE */
const PASSES_BY = /\bskip locked\b|\bnowait\b/i;

/** Locks that are taken now, or no more; a lock that readers shared and that excludes them now. */
export function locks(edit: Edit): ClassifiedChange[] {
  const asked = shift(edit, oneProcess);
  if (asked.come.length > asked.gone.length) return found(edit, "lock added", asked.come);
  const { gone, come } = shift(edit, locksOf);
  const shared = (signs: readonly Sign[]) => signs.filter((sign) => SHARED.test(sign.token.text)).length;
  const narrowed = shared(gone) > shared(come) && come.length - shared(come) > 0;
  if (come.length > gone.length || narrowed) return found(edit, "lock added", come);
  if (gone.length > come.length) return found(edit, "lock removed", gone);
  const passed = shift(edit, (side) =>
    side.tokens
      .filter(({ kind, text }) => kind === "text" && PASSES_BY.test(text))
      .map((token) => ({ key: "passes by", token })),
  );
  if (passed.gone.length > passed.come.length) return found(edit, "lock added", passed.gone);
  const taken = movedUnderLock(edit);
  return taken ? found(edit, "lock added", [{ key: "moved", token: taken }]) : [];
}

const WAITS =
  /\bawait\b|\.await\b|\.(?:publish|send|fetch|request|query|execute|post|put|call|write|flush|commit)\w{0,20}\(/;
const OPENS = /(?:\{|:|\bdo|\bthen)\s{0,4}$/;

/** A statement that waits for somebody, moved further in into a block that was there before: what is held there is held for longer. */
function movedUnderLock({ hunk, after }: Edit): Token | undefined {
  if (hunk.lines.some(({ kind, text }) => kind === "added" && OPENS.test(text.slice(-80)))) return undefined;
  const gone = hunk.lines.filter(({ kind }) => kind === "removed").map(({ text }) => text);
  for (const [i, { kind, text }] of hunk.lines.entries()) {
    if (kind !== "added" || !WAITS.test(text.slice(0, 400))) continue;
    const was = gone.find((one) => one.trim() === text.trim());
    if (was !== undefined && indentOf(text) > indentOf(was))
      return after.tokens.find(({ line }) => line === i);
  }
  return undefined;
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** Calls of a process that goes by the name of its module. */
function oneProcess(side: Side): Sign[] {
  return side.calls.flatMap(({ name, on, at, from }) => {
    const token = side.tokens[at];
    const own = /^(?:__MODULE__|[A-Z]\w*)$/.test(side.tokens[from]?.text ?? "");
    return token && own && name === "call" && ONE_PROCESS.test(on.split(".").at(-1) ?? "")
      ? [{ key: "process", token }]
      : [];
  });
}

function locksOf(side: Side): Sign[] {
  return side.tokens.flatMap((token) => {
    const word =
      token.kind === "word" &&
      (token.text === "select_for_update" || wordsOf(token.text).some((one) => WORDS.test(one)));
    const statement = token.kind === "text" && STATEMENTS.test(token.text);
    return word ? [{ key: token.text, token }] : statement ? [{ key: "statement", token }] : [];
  });
}
