import type { Incident } from "../contracts/incident.ts";

/** Names and versions of what is in memory no more are dropped beyond so many. */
const MOST_KNOWN = 1_000;

/**
 * Incidents that this process has written or read, by their version: what is open is asked for again and again by others of
 * its repository, and a version never changes. They are held for as long as somebody else holds them, and cost no memory.
 */
export function knownIncidents(most = MOST_KNOWN) {
  const known = new Map<string, { version: number; incident: WeakRef<Incident> }>();
  return {
    keep(incident: Incident): void {
      known.delete(incident.id);
      known.set(incident.id, { version: incident.version, incident: new WeakRef(incident) });
      if (known.size > most) known.delete(known.keys().next().value as string);
    },
    /** Null where it is to be read. */
    at({ id, version }: { id: string; version: number }): Incident | null {
      const one = known.get(id);
      return (one?.version === version && one.incident.deref()) || null;
    },
  };
}
