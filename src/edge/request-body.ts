import type { IncomingMessage } from "node:http";
import type { Context } from "hono";

/**
 * The bytes of a request's body, null where there is none. Whoever stops early leaves the request as it is: the refusal
 * must still get out.
 *
 * From Node's own request where there is one: as a web stream each alert would cost half as much again.
 */
export function requestBody(c: Context): AsyncIterable<Uint8Array> | null {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  if (incoming !== undefined) return incoming.iterator({ destroyOnReturn: false });
  const { body } = c.req.raw;
  return body && chunksOf(body);
}

/** Unlike the stream's own iterator, does not cancel the request when its reader stops early. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}
