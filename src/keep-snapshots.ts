import { setImmediate } from "node:timers/promises";
import type { Windows } from "./contracts/ports/windows.ts";
import type { Scout } from "./observe/scout.ts";

/** Saves what Scout has in memory, one snapshot after another. */
export function keepSnapshots(scout: Pick<Scout, "snapshotParts">, windows: Pick<Windows, "save">) {
  /** Ends with the next snapshot that begins from now on. */
  let next = Promise.withResolvers<void>();
  let saving = Promise.resolve();

  async function saveOne(all: boolean): Promise<void> {
    const these = next;
    next = Promise.withResolvers();
    try {
      for (const parts of scout.snapshotParts(all)) {
        await windows.save(parts);
        await setImmediate();
      }
      these.resolve();
    } catch (error) {
      // Who waits for this one is served by the next.
      void next.promise.then(these.resolve);
      throw error;
    }
  }

  return {
    /** @param all what has not changed since the last one, too */
    save(all = false): Promise<void> {
      saving = saving.catch(() => undefined).then(() => saveOne(all));
      return saving;
    },
    /** Resolves once a snapshot that begins after this call is on the disk. */
    next: (): Promise<void> => next.promise,
  };
}
