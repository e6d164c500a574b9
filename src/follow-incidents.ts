import type { Incident } from "./contracts/incident.ts";

/**
 * Tells of incidents that somebody else writes, by looking again and again at which versions there are. What was told is
 * known by id and version, so that nobody has to be there all the time: what moved while nobody looked is told at the
 * next look.
 *
 * @param newest the newest incidents' ids and versions
 * @param incident one as it may be shown; null where it may not
 */
export function followIncidents(
  newest: () => Promise<readonly { id: string; version: number }[]>,
  incident: (id: string) => Promise<Incident | null>,
  tell: (incident: Incident) => void,
) {
  let known: Map<string, number> | null = null;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const seen = await newest();
    const before = known;
    // At first everything is news, and stands on the page already.
    known ??= new Map(seen.map(({ id, version }) => [id, version]));
    if (before === null) return;
    const there = new Set(seen.map(({ id }) => id));
    for (const id of before.keys()) if (!there.has(id)) before.delete(id);
    // The oldest first, as the newest stands on top.
    for (const { id, version } of seen.toReversed()) {
      if ((before.get(id) ?? -1) >= version) continue;
      const moved = await incident(id);
      // It may have moved on between the two questions.
      before.set(id, Math.max(version, moved?.version ?? version));
      if (moved) tell(moved);
    }
  }

  return {
    /** This process has told of that version by itself. */
    heard({ id, version }: Incident): void {
      known?.set(id, version);
    },
    /** One look at a time; whoever asks meanwhile waits for the one that runs. */
    look(): Promise<void> {
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
  };
}
