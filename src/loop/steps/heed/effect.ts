import type { Incident } from "../../../contracts/incident.ts";

/** What a command changes of its incident, null where it was refused, and what its giver is told. */
export interface Effect {
  change: Partial<Incident> | null;
  /** Our own Markdown. */
  text: string;
}
