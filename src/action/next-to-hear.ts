import type { WorkflowRun } from "../contracts/ports/workflow-runs.ts";

/**
 * The runs of alerts that are to be run again, each once: those that were cancelled in their first attempt, the oldest
 * first; then those that were heard before one of these which had come before them, since of a symptom that fires and
 * resolves the last word counts. Whether one that was cancelled had begun, GitHub must be asked.
 */
export function nextToHear(alerts: readonly WorkflowRun[]): {
  lost: WorkflowRun[];
  overtaken: WorkflowRun[];
} {
  const late = alerts.filter(({ attempt, byUs, state }) => attempt > 1 && byUs && state !== "cancelled");
  // Times are of whole seconds; numbers grow.
  const first = alerts.filter(({ attempt }) => attempt === 1).toSorted((a, b) => a.id - b.id);
  return {
    lost: first.filter(({ state }) => state === "cancelled"),
    overtaken: first.filter(
      ({ id, state, createdAt }) =>
        state === "heard" && late.some((one) => one.id < id && createdAt <= one.askedAt),
    ),
  };
}
