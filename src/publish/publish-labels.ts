import type { Reporter } from "../contracts/ports/reporter.ts";
import { LABELS } from "../report/labels.ts";

/** Makes our labels where they lack, the stop button among them, so that it can be picked before anything is on fire. */
export async function publishLabels(reporter: Reporter): Promise<void> {
  await reporter.ensureLabels(LABELS);
}
