import type { Evidence } from "../../contracts/evidence.ts";
import type { Policy, Runbook } from "../../contracts/policy.ts";

/** An error that is one among many is not what the incident is about: anybody can cause one with a text of their choice. */
const LEAST_SHARE = 0.5;

/**
 * The first of the policy's runbooks whose error most of the service's failures show, by the messages of exceptions, or
 * where there are none by the lines that it logs as errors.
 */
export function matchingRunbook(
  { runbooks }: Policy,
  { items }: Evidence,
  service: string,
): Runbook | undefined {
  const exceptions = items.flatMap((item) =>
    item.kind === "exception" && item.service === service
      ? [{ text: `${item.type}: ${item.message}`, count: item.count }]
      : [],
  );
  const logs = items.flatMap((item) =>
    item.kind === "log" && item.service === service && item.severity === "error"
      ? [{ text: item.template, count: item.count }]
      : [],
  );
  const errors = exceptions.length > 0 ? exceptions : logs;
  const total = errors.reduce((sum, { count }) => sum + count, 0);
  return runbooks.find(({ when }) => {
    if (when.service !== undefined && when.service !== service) return false;
    const wanted = skeleton(when.error);
    const shown = errors.reduce(
      (sum, { text, count }) => sum + (skeleton(text).includes(wanted) ? count : 0),
      0,
    );
    return total > 0 && shown >= LEAST_SHARE * total;
  });
}

/** Without what differs from one message to the next: numbers, and what stands in their place in evidence. */
function skeleton(text: string): string {
  return text
    .toLowerCase()
    .replace(/<[^<>\s]{1,30}>|"[^"\n]{0,200}"|\d+(?:[.,]\d+)*/g, "#")
    .replace(/\s+/g, " ")
    .trim();
}
