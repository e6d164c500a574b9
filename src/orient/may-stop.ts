import type { ReadFile } from "./changes/read-change.ts";
import type { ChangeClass } from "./mechanisms/change-class.ts";
import { MECHANISMS } from "./mechanisms/mechanisms.ts";
import type { SymptomClass } from "./mechanisms/symptom-class.ts";

const STOPPED: readonly SymptomClass[] = ["crashes at start", "leaks", "runs out"];
/** Of which the table knows nothing, and which may be anything. */
const ANYTHING: ChangeClass = "other code changed";

/** Whether what a file changes can leave a process that listens no more: it does not start, or dies of what it gathers. */
export function mayStop({ inert, unread, classes }: ReadFile): boolean {
  if (inert) return false;
  return (
    unread ||
    classes.some(
      ({ change }) =>
        change === ANYTHING || STOPPED.some((symptom) => (MECHANISMS.get(change)?.weight[symptom] ?? 0) > 0),
    )
  );
}
