import type { Incident } from "../incident.ts";

/** Keeps each incident in a folder of its own, for replay, evaluation and post-mortems. */
export interface Bundles {
  /** Writes the incident as it stands, whole or not at all; written again, the folder is replaced. */
  write(incident: Incident): Promise<void>;
}
