import type { Feed } from "./feed.ts";

/** A client that has not taken this many events is cut off; it comes back by itself and misses nothing. */
export const MOST_QUEUED = 500;

/**
 * What one watcher is sent: everything after the id that it has seen last, or `reset` where that is too old, then what
 * comes. Events are handed over only as fast as they are taken. While nothing happens a `beat` is sent, so that proxies
 * keep the connection and the page knows that it lives.
 * @param beatMs between beats
 * @param ended called once, however it ends
 */
export function eventStream(
  feed: Feed,
  seen: number,
  beatMs: number,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let queue: string[] = [];
  let wake: (() => void) | null = null;
  let unsubscribe = () => {};
  let beat: NodeJS.Timeout | undefined;
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    clearInterval(beat);
    unsubscribe();
    queue = [];
    wake?.();
    ended();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const add = (text: string) => {
          queue.push(text);
          if (queue.length > MOST_QUEUED) {
            end();
            controller.error(new Error("This watcher takes its events too slowly, and was cut off."));
            return;
          }
          wake?.();
        };
        const missed = feed.since(seen);
        // Browsers wait for some seconds before they come back, unless they are told.
        queue.push("retry: 1000\n\n");
        if (missed && missed.length < MOST_QUEUED) for (const event of missed) queue.push(event.text);
        else queue.push(`event: reset\nid: ${feed.latest()}\ndata: {}\n\n`);
        unsubscribe = feed.subscribe((event) => add(event.text));
        beat = setInterval(() => {
          if (queue.length === 0) add("event: beat\ndata: {}\n\n");
        }, beatMs);
      },
      async pull(controller) {
        if (queue.length === 0)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        wake = null;
        if (over) return;
        const text = queue.join("");
        queue = [];
        controller.enqueue(encoder.encode(text));
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
