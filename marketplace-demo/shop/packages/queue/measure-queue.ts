import { metrics } from "@opentelemetry/api";
import type { Pool } from "pg";

/** How many jobs wait on a queue, for how long the oldest has, and how many were given up. */
export function measureQueue(pool: Pool, queue: string): void {
  const meter = metrics.getMeter("fernhill/queue");
  const waiting = meter.createObservableGauge("fernhill.queue.waiting", { unit: "{job}" });
  const oldest = meter.createObservableGauge("fernhill.queue.oldest", {
    unit: "s",
    description: "For how long the job that is due next should have been done.",
  });
  const failed = meter.createObservableGauge("fernhill.queue.failed", { unit: "{job}" });
  const attributes = { "messaging.destination.name": queue };
  meter.addBatchObservableCallback(
    async (result) => {
      const { rows } = await pool.query<{ waiting: number; oldest: number; failed: number }>(
        `select count(*) filter (where failed_at is null)::int as waiting,
                coalesce(extract(epoch from now() - min(run_at) filter (where failed_at is null)), 0)::float8 as oldest,
                count(*) filter (where failed_at is not null)::int as failed
           from jobs where queue = $1`,
        [queue],
      );
      result.observe(waiting, rows[0]?.waiting ?? 0, attributes);
      result.observe(oldest, Math.max(0, rows[0]?.oldest ?? 0), attributes);
      result.observe(failed, rows[0]?.failed ?? 0, attributes);
    },
    [waiting, oldest, failed],
  );
}
