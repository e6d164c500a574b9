import type { Incident } from "../contracts/incident.ts";
import type { Clock } from "../contracts/ports/clock.ts";
import type { Published } from "./published.ts";

/**
 * So long an issue waits for the first verdict, that the mail which wakes a person says who did it, or what they are asked.
 * No longer: that something broke is news by itself.
 */
const HOLD_MS = 1_500;

type Write = (incident: Incident) => Promise<Published>;

/**
 * Opens the issue of a new incident with its first verdict, or after a moment where that takes longer or fails. Calls for
 * one incident come one after another; what the moment's own opening wrote is taken up by the next of them.
 */
export function holdOpening(write: Write, clock: Clock) {
  const held = new Map<string, { cancel(): void; opening: Promise<Published | null> | null }>();
  return {
    /** Null while the issue is not there yet. */
    async publish(incident: Incident): Promise<Published | null> {
      const waiting = held.get(incident.id);
      waiting?.cancel();
      held.delete(incident.id);
      const issue = incident.issue ?? (await waiting?.opening) ?? null;
      const left = Date.parse(incident.openedAt) + HOLD_MS - clock.now();
      if (issue || left <= 0 || !mayWait(incident)) return await write({ ...incident, issue });
      const entry: { cancel(): void; opening: Promise<Published | null> | null } = {
        opening: null,
        cancel: clock.after(left, () => {
          // What fails here is written by the next step, which tells of its failure.
          entry.opening = write(incident)
            .then((opened) => ({ ...opened, uncounted: 1 }))
            .catch(() => null);
        }),
      };
      held.set(incident.id, entry);
      return null;
    },
    /** Opens nothing more by itself. */
    stop(): void {
      for (const { cancel } of held.values()) cancel();
      held.clear();
    },
  };
}

/** What acts needs the issue's number; whatever else was judged is followed at once by what is waited for, or by whom. */
function mayWait({ verdict, waiting, needsHuman, closed }: Incident): boolean {
  if (waiting || needsHuman || closed) return false;
  return verdict === null || verdict.decision === "report" || verdict.decision === "hold";
}
