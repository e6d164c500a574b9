import type { AlertBook } from "./alerts/alert-book.ts";
import type { Watch } from "./detection/watch.ts";
import type { ServiceBook } from "./service-book.ts";
import { SnapshotSchema } from "./snapshot-schema.ts";

interface Kept {
  services: ServiceBook;
  watch: Watch;
  alerts: AlertBook;
}

/** Plain JSON of what is worth keeping over a restart. */
export function packSnapshot({ services, watch, alerts }: Kept): unknown {
  return JSON.parse(
    JSON.stringify({
      version: 2,
      services: services.toJSON(),
      reported: watch.toJSON(),
      alerts: alerts.toJSON(),
      alertMarks: alerts.marksJson(),
    }),
  );
}

/** Takes up what can be read of a snapshot, and nothing of one that is none. */
export function unpackSnapshot(snapshot: unknown, { services, watch, alerts }: Kept): void {
  const read = SnapshotSchema.safeParse(snapshot);
  if (!read.success) return;
  services.restore(read.data.services.filter((one) => one !== null));
  watch.restore(read.data.reported.filter((one) => one !== null));
  alerts.restore(
    read.data.alerts.filter((one) => one !== null),
    read.data.alertMarks,
  );
}
