import { context, propagation, SpanKind, trace } from "@opentelemetry/api";
import type { Pool, PoolClient } from "pg";

/** Puts a job on a queue, in the transaction of `client` where it has one. The job belongs to the trace under way. */
export async function enqueue(client: Pool | PoolClient, queue: string, payload: object): Promise<void> {
  const tracer = trace.getTracer("fernhill/queue");
  const attributes = { "messaging.system": "postgresql", "messaging.destination.name": queue };
  await tracer.startActiveSpan(`send ${queue}`, { kind: SpanKind.PRODUCER, attributes }, async (span) => {
    try {
      const carrier: Record<string, string> = {};
      propagation.inject(context.active(), carrier);
      await client.query("insert into jobs (queue, payload, trace) values ($1, $2, $3)", [
        queue,
        JSON.stringify(payload),
        JSON.stringify(carrier),
      ]);
    } finally {
      span.end();
    }
  });
}
