import type { Scenario as Base } from "../unseen/scenario.ts";

export interface Scenario extends Base {
  /** What the alert is about where that is none of the usual symptoms; `symptom` is then "saturation". */
  alertSays?: { name: string; summary: string; metric: string };
  /** A deployment reaches one instance, and the others long after the end of the bundle. */
  oneInstance?: boolean;
  /** The culprit goes out in one release with the commit after it, under the revision of that one. */
  oneRelease?: boolean;
}
