import type { WindowsPart } from "../contracts/ports/windows.ts";
import type { AlertBook } from "./alerts/alert-book.ts";
import type { Watch } from "./detection/watch.ts";
import type { ServiceBook } from "./service-book.ts";
import { SnapshotSchema } from "./snapshot-schema.ts";

interface Kept {
  services: ServiceBook;
  watch: Watch;
  alerts: AlertBook;
}

const VERSION = 4;
/** Characters of JSON that are written at a time, and in one round: about twenty milliseconds' work. */
const AT_A_TIME = 500_000;
const A_ROUND = 6_000_000;

/** Plain JSON of all that is worth keeping over a restart. */
export function packSnapshot({ services, watch, alerts }: Kept): unknown {
  return JSON.parse(
    JSON.stringify({
      version: VERSION,
      services: services.toJSON(),
      reported: watch.toJSON(),
      alerts: alerts.toJSON(),
      alertMarks: alerts.marksJson(),
    }),
  );
}

/**
 * The same piece by piece, a few at a time: what was reported and the alerts always, of the services as many as a round may
 * write, those first that were written longest ago. Where all of them fit into a round, that is everything.
 *
 * @param all however much it is.
 */
export function* packParts(
  { services, watch, alerts }: Kept,
  now: number,
  all: boolean,
): Generator<WindowsPart[]> {
  let parts: WindowsPart[] = [
    {
      name: "reported",
      body: JSON.stringify({
        version: VERSION,
        reported: watch.toJSON(),
        alerts: alerts.toJSON(),
        alertMarks: alerts.marksJson(),
      }),
    },
    ...services.takeDropped().map((gone) => ({ ...gone, body: null })),
  ];
  let written = 0;
  let waiting = 0;
  for (const record of services.unsaved(now, all ? undefined : () => written > A_ROUND)) {
    const body = JSON.stringify({ version: VERSION, services: [record] });
    parts.push({ name: record.name, repository: record.repository, body });
    written += body.length;
    waiting += body.length;
    if (waiting < AT_A_TIME) continue;
    yield parts;
    parts = [];
    waiting = 0;
  }
  if (parts.length > 0) yield parts;
}

/** The windows of one repository's services, each in a piece. */
export function packServices(repository: string, services: ServiceBook): WindowsPart[] {
  return services
    .all()
    .filter((record) => record.repository === repository)
    .map((record) => ({
      name: record.name,
      repository,
      body: JSON.stringify({ version: VERSION, services: [record] }),
    }));
}

/** What is known of one repository beside its services' windows: what was reported of it, and its alerts. */
export function packRepository(repository: string, { watch, alerts }: Omit<Kept, "services">): string {
  return JSON.stringify({
    version: VERSION,
    reported: watch.in(repository),
    alerts: alerts.toJSON().filter((known) => known.repository === repository),
    alertMarks: alerts.marksJson(repository),
  });
}

/** Takes up what can be read of a snapshot or of a part of one, and nothing of one that is none. */
export function unpackSnapshot(snapshot: unknown, { services, watch, alerts }: Kept): void {
  const read = SnapshotSchema.safeParse(snapshot);
  if (!read.success) return;
  services.restore(read.data.services.filter((one) => one !== null));
  if (read.data.reported) watch.restore(read.data.reported.filter((one) => one !== null));
  if (read.data.alerts) {
    alerts.restore(
      read.data.alerts.filter((one) => one !== null),
      read.data.alertMarks,
    );
  }
}
