import { setTimeout as sleep } from "node:timers/promises";
import type { OtlpBatch } from "./otlp-batch.ts";

export type ExportQueue = {
  push(batch: OtlpBatch): void;
  counts(): { forwarded: number; dropped: number; waiting: number };
  stop(): void;
};

const MOST_WAITING = 2_000;
const SENDERS = 4;
/** The only answers after which an OTLP/HTTP client may try again. */
const RETRYABLE = new Set([429, 502, 503, 504]);

/**
 * Sends batches on in the order they came, a few at a time. Like a collector's sending queue it retries what may
 * be retried, with growing pauses or as Retry-After asks, and drops the oldest when the receiver stays away.
 */
export function startExportQueue(destination: { url: string; token: string }): ExportQueue {
  const waiting: OtlpBatch[] = [];
  const aborted = new AbortController();
  let wake: (() => void)[] = [];
  let forwarded = 0;
  let dropped = 0;

  async function send(batch: OtlpBatch): Promise<void> {
    const headers: Record<string, string> = {
      "content-type": batch.contentType,
      authorization: `Bearer ${destination.token}`,
    };
    if (batch.contentEncoding) headers["content-encoding"] = batch.contentEncoding;
    for (let attempt = 0; ; attempt++) {
      let pause = Math.min(250 * 2 ** attempt, 5_000);
      try {
        const answer = await fetch(`${destination.url}/v1/${batch.signal}`, {
          method: "POST",
          headers,
          body: new Uint8Array(batch.body),
          signal: aborted.signal,
        });
        await answer.arrayBuffer();
        if (answer.ok) {
          forwarded += 1;
          return;
        }
        if (!RETRYABLE.has(answer.status)) {
          dropped += 1;
          return;
        }
        const retryAfter = Number(answer.headers.get("retry-after"));
        if (retryAfter > 0) pause = Math.min(retryAfter * 1_000, 10_000);
      } catch (error) {
        if (aborted.signal.aborted) throw error;
      }
      await sleep(pause, undefined, { signal: aborted.signal });
    }
  }

  async function work(): Promise<void> {
    while (!aborted.signal.aborted) {
      const batch = waiting.shift();
      if (batch) await send(batch);
      else await new Promise<void>((resolve) => wake.push(resolve));
    }
  }

  for (let sender = 0; sender < SENDERS; sender++) work().catch(() => {});
  return {
    push(batch) {
      waiting.push(batch);
      if (waiting.length > MOST_WAITING) {
        waiting.shift();
        dropped += 1;
      }
      for (const resume of wake.splice(0)) resume();
    },
    counts: () => ({ forwarded, dropped, waiting: waiting.length }),
    stop() {
      aborted.abort();
      for (const resume of wake) resume();
      wake = [];
    },
  };
}
