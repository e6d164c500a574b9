import type { Level } from "../../contracts/anomaly.ts";
import type { Symptom } from "../../contracts/signal.ts";

/** An objective that one operation (or process) breaks by itself, before anyone asked whose fault it is. */
export interface Breach {
  symptom: Symptom;
  operation: string;
  observed: Level;
  baseline?: Level;
  baselineSeconds: number;
  objective: number;
  /** Epoch milliseconds. */
  onset: { at: number; earliest: number; latest: number };
  /** Bad requests behind it, to compare operations by. */
  hits: number;
  /** How likely it would be by chance. */
  p: number;
  /** What people should know of it besides, one sentence. */
  note?: string;
  /** Services that suffer with it, where that was found with it. */
  sufferers?: readonly string[];
}
