import { setTimeout as sleep } from "node:timers/promises";
import { context, metrics, propagation, SpanKind, trace } from "@opentelemetry/api";
import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../db/in-transaction.ts";
import { log } from "../telemetry/log.ts";
import { recordFailure } from "../telemetry/record-failure.ts";

type Job = { id: number; payload: unknown; trace: Record<string, string>; attempts: number };
export type WorkerSettings = { poll_ms: number; concurrency: number; attempts: number };
export type Worker = { stop(): Promise<void> };

const AWAY_MS = 1000;
const FIRST_RETRY_SECONDS = 2;

/**
 * Does the jobs of a queue, `concurrency` at a time, each in the trace of whoever put it there. A job that throws is
 * tried again after 2, 4, 8… seconds and given up after `attempts`. The job's row stays locked while it is worked on, so
 * that one whose worker dies is free again at once.
 */
export function startWorker(
  pool: Pool,
  queue: string,
  settings: WorkerSettings,
  handle: (payload: unknown) => Promise<void>,
): Worker {
  const duration = metrics
    .getMeter("fernhill/queue")
    .createHistogram("messaging.process.duration", { unit: "s" });
  const stopping = new AbortController();

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if ((await isDue()) && (await inTransaction(pool, takeOne))) continue;
        await sleep(settings.poll_ms, undefined, { signal: stopping.signal });
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn("a worker could not look for work", { queue, reason: (error as Error).message });
        await sleep(AWAY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  async function isDue(): Promise<boolean> {
    const { rowCount } = await pool.query(
      "select 1 from jobs where queue = $1 and run_at <= now() and failed_at is null limit 1",
      [queue],
    );
    return rowCount !== 0;
  }

  async function takeOne(client: PoolClient): Promise<boolean> {
    const { rows } = await client.query<Job>(
      `select id, payload, trace, attempts from jobs
        where queue = $1 and run_at <= now() and failed_at is null
        order by run_at, id limit 1 for update skip locked`,
      [queue],
    );
    const job = rows[0];
    if (!job) return false;
    const problem = await process(job);
    if (problem === undefined) {
      await client.query("delete from jobs where id = $1", [job.id]);
      return true;
    }
    const attempts = job.attempts + 1;
    await client.query(
      `update jobs set attempts = $2, last_error = $3, run_at = now() + make_interval(secs => $4),
                       failed_at = case when $5 then now() end
        where id = $1`,
      [job.id, attempts, problem, FIRST_RETRY_SECONDS * 2 ** job.attempts, attempts >= settings.attempts],
    );
    return true;
  }

  /** Returns what went wrong, if something did. */
  async function process(job: Job): Promise<string | undefined> {
    const started = performance.now();
    const attributes = {
      "messaging.system": "postgresql",
      "messaging.operation.type": "process",
      "messaging.destination.name": queue,
      "messaging.message.id": String(job.id),
      "messaging.delivery.attempt": job.attempts + 1,
      "code.function.name": handle.name,
    };
    const tracer = trace.getTracer("fernhill/queue");
    const parent = propagation.extract(context.active(), job.trace);
    const span = tracer.startSpan(`process ${queue}`, { kind: SpanKind.CONSUMER, attributes }, parent);
    return context.with(trace.setSpan(parent, span), async () => {
      let problem: string | undefined;
      try {
        await handle(job.payload);
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error));
        recordFailure(failure);
        log.error(failure.message, failure, { queue, job: job.id, attempt: job.attempts + 1 });
        problem = failure.message;
      }
      span.end();
      duration.record((performance.now() - started) / 1000, {
        "messaging.destination.name": queue,
        ...(problem === undefined ? {} : { "error.type": "failed" }),
      });
      return problem;
    });
  }

  const workers = Array.from({ length: settings.concurrency }, work);
  return {
    async stop() {
      stopping.abort();
      await Promise.all(workers);
    },
  };
}
