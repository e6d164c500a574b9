import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const WORDS =
  /^(?:lock|rlock|wlock|mutex|synchronized|semaphore|rwmutex|rwlock|relock|redlock|monitor|advisory|locked|interlocked|atomic\w*|withlock)$/;
const SHARED = /^(?:RLock|readLock|ReadLock|RLocker|EnterReadLock|read_lock)$/;
const STATEMENTS = /\bfor (?:update|share)\b|\block table\b|\bpg_advisory_|\bserializable\b/i;

/** Locks that are taken now, or no more; a lock that readers shared and that excludes them now. */
export function locks(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, locksOf);
  const shared = (signs: readonly Sign[]) => signs.filter((sign) => SHARED.test(sign.token.text)).length;
  const narrowed = shared(gone) > shared(come) && come.length - shared(come) > 0;
  if (come.length > gone.length || narrowed) return found(edit, "lock added", come);
  return gone.length > come.length ? found(edit, "lock removed", gone) : [];
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
