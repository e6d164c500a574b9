import type { AlertBook, KnownAlert } from "./alerts/alert-book.ts";
import type { Reported, Watch } from "./detection/watch.ts";
import type { ServiceBook } from "./service-book.ts";
import type { ServiceJson } from "./service-record.ts";

interface Kept {
  services: ServiceBook;
  watch: Watch;
  alerts: AlertBook;
}

/** Counts up with every change of what is kept; a snapshot of another version is not read. */
const VERSION = 1;

interface Snapshot {
  version: number;
  services: ServiceJson[];
  reported: Reported[];
  alerts: KnownAlert[];
}

/** Numbers and names only, so that `JSON.stringify` and back gives the same. */
export function packSnapshot({ services, watch, alerts }: Kept): unknown {
  const snapshot: Snapshot = {
    version: VERSION,
    services: services.toJSON(),
    reported: watch.toJSON(),
    alerts: alerts.toJSON(),
  };
  return JSON.parse(JSON.stringify(snapshot));
}

/** Windows fill again by themselves, so whatever cannot be read is left out, part by part. */
export function unpackSnapshot(snapshot: unknown, { services, watch, alerts }: Kept): void {
  const from = snapshot as Partial<Snapshot> | null | undefined;
  if (typeof from !== "object" || from === null || from.version !== VERSION) return;
  for (const part of [
    () => services.restore(from.services ?? []),
    () => watch.restore(from.reported ?? []),
    () => alerts.restore(from.alerts ?? []),
  ]) {
    try {
      part();
    } catch {
      // A damaged part is as good as none.
    }
  }
}
