import type { Incident } from "../contracts/incident.ts";
import type { Published } from "../publish/published.ts";

/**
 * What the service would tell at a later look, told at the end of a run: until the next event nobody looks. Only of what a
 * run may still tell: an incident that is closed has had its last word.
 */
export async function tellTheRest(
  incidents: readonly Incident[],
  deps: {
    /** Shows it now, whatever could wait. */
    show(incident: Incident): Promise<Published>;
    countWrites<T>(work: () => Promise<T>): Promise<{ value: T; writes: number }>;
    put(incident: Incident): Promise<void>;
    /** The run has done its work all the same, and its summary says it. */
    failed(incident: Incident, error: unknown): void;
  },
): Promise<void> {
  for (const incident of incidents) {
    if (incident.closed || !incident.issue) continue;
    try {
      const { value: issue, writes } = await deps.countWrites(() => deps.show(incident));
      if (JSON.stringify(issue) === JSON.stringify(incident.issue)) continue;
      await deps.put({
        ...incident,
        issue,
        writes: incident.writes + writes,
        version: incident.version + 1,
      });
    } catch (error) {
      deps.failed(incident, error);
    }
  }
}
