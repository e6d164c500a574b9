import type { Scenario } from "../unseen/scenario.ts";

/** A scenario that says after which public post-mortem it is shaped, where it is. */
export interface SourcedScenario extends Scenario {
  source?: string;
  /** How the alert is called where "saturation" is too coarse a word. */
  alert?: { name: string; summary: string; metric: string };
}
