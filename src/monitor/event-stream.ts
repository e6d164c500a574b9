import type { RepositoryName } from "../contracts/repository.ts";
import type { Feed, FeedEvent } from "./feed.ts";

/** A client that has not taken this many events is cut off; it comes back by itself and misses nothing. */
export const MOST_QUEUED = 500;

const ALL = { lasts: Number.POSITIVE_INFINITY, sees: null };
/** The longest that a timer waits: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * What one watcher is sent: everything after the id that it has seen last, or `reset` where that is too old, then what
 * comes. Events are handed over only as fast as they are taken. While nothing happens a `beat` is sent, so that proxies
 * keep the connection and the page knows that it lives.
 * @param beatMs between beats
 * @param ended called once, however it ends
 * @param limits when it ends by itself, in milliseconds from now, and what its watcher may see; null is everything
 */
export function eventStream(
  feed: Feed,
  seen: number,
  beatMs: number,
  ended: () => void,
  limits: { lasts: number; sees: ((repository: RepositoryName) => boolean) | null } = ALL,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let queue: string[] = [];
  let wake: (() => void) | null = null;
  let unsubscribe = () => {};
  let beat: NodeJS.Timeout | undefined;
  let last: NodeJS.Timeout | undefined;
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    clearInterval(beat);
    clearTimeout(last);
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
        if (missed && missed.length < MOST_QUEUED)
          for (const event of missed) queue.push(textFor(event, limits.sees));
        else queue.push(`event: reset\nid: ${feed.latest()}\ndata: {}\n\n`);
        unsubscribe = feed.subscribe((event) => {
          const text = textFor(event, limits.sees);
          if (text !== "") add(text);
        });
        last = setTimeout(
          () => {
            end();
            controller.close();
          },
          Math.min(Math.max(0, limits.lasts), LONGEST_MS),
        );
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

/** Parts of the page are made for everybody at once: who may not see everything is told to ask for their own. */
function textFor(event: FeedEvent, sees: ((repository: RepositoryName) => boolean) | null): string {
  if (sees === null) return event.text;
  if (event.type === "status") return `event: look\nid: ${event.id}\ndata: {}\n\n`;
  return event.repository !== undefined && sees(event.repository) ? event.text : "";
}
