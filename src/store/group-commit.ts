import type { DatabaseSync } from "node:sqlite";

/** Writes of one transaction: enough to share the cost of the disk, few enough to hold up nobody. */
const MOST_WRITES = 500;
/** Of those for which nobody waits: thousands may come at once, and whoever does wait is served between them. */
const MOST_LATER = 100;

interface Write {
  run(): unknown;
  done(answer: unknown): void;
  failed(error: unknown): void;
}

/**
 * Writes that were asked for in the same turn of the event loop become one transaction, and so one wait for the disk:
 * each is as durable as by itself, for a fraction of the cost
 * (DeWitt et al., "Implementation techniques for main memory database systems", 1984, section 5.2).
 */
export function groupCommit(database: DatabaseSync) {
  const waiting: Write[] = [];
  const later: Write[] = [];
  let isDue = false;

  function commitSome(): void {
    const writes = [...waiting.splice(0, MOST_WRITES), ...later.splice(0, MOST_LATER)];
    if (writes.length === 0) return;
    const answers: unknown[] = [];
    try {
      database.exec("begin immediate");
      for (const { run } of writes) answers.push(run());
      database.exec("commit");
    } catch (error) {
      if (database.isOpen && database.isTransaction) database.exec("rollback");
      for (const { failed } of writes) failed(error);
      return;
    }
    for (const [index, { done }] of writes.entries()) done(answers[index]);
  }

  function whenDue(): void {
    isDue = false;
    commitSome();
    schedule();
  }

  function schedule(): void {
    if (isDue || waiting.length + later.length === 0) return;
    isDue = true;
    setImmediate(whenDue);
  }

  function ask<T>(of: Write[], run: () => T): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    of.push({ run, done: (answer) => resolve(answer as T), failed: reject });
    schedule();
    return promise;
  }

  return {
    /** Resolves with what `run` answers, once that is on the disk. Of a transaction that fails all writes fail. */
    write: <T>(run: () => T): Promise<T> => ask(waiting, run),
    /** The same for what nobody waits for: some of it with each transaction, so that it never holds up what `write` is asked for. */
    writeLater: <T>(run: () => T): Promise<T> => ask(later, run),
    /** Commits at once what is waiting. */
    flush(): void {
      while (waiting.length + later.length > 0) commitSome();
    },
  };
}
