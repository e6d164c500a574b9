import type { EvidenceOf } from "../../contracts/evidence.ts";

/** HikariCP's pending threads, Go's `wait_count`, pools' queues: https://opentelemetry.io/docs/specs/semconv/database/database-metrics/ */
const WAITS =
  /(?:pool|connections?)\b[\w.-]*[._-](?:wait\w*|pending\w*|queue\w*|timeouts?|exhaust\w*)|(?:wait\w*|pending)[._-]\w*(?:pool|connections?)\b/i;
const ROSE = 3;

/** Whether requests wait for a place in a pool as they did not before. Only the metric's name and its numbers are read. */
export function waitsForPool({ metric, before, after }: EvidenceOf<"metric">): boolean {
  return WAITS.test(metric) && before !== undefined && after >= ROSE * Math.max(1, before);
}
