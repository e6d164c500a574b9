/** One thing that a watcher of the page is told. `id` only grows, also over a restart of the process. */
export interface FeedEvent {
  id: number;
  type: "incident" | "thought" | "status";
  data: unknown;
}

export interface Feed {
  push(type: FeedEvent["type"], data: unknown): void;
  /** What came after that id, or null where some of it has been forgotten. */
  since(id: number): FeedEvent[] | null;
  latest(): number;
  /** Whether anybody is told of what is pushed. */
  isWatched(): boolean;
  /** The answer ends the subscription. */
  subscribe(listener: (event: FeedEvent) => void): () => void;
}

/**
 * The newest events in a ring. Ids begin at the clock's milliseconds, so that an id from before a restart
 * is older than all of this process's and is answered with a reset, never with a silent gap.
 */
export function createFeed(capacity: number, firstId: number): Feed {
  const ring: FeedEvent[] = [];
  const listeners = new Set<(event: FeedEvent) => void>();
  let next = firstId;
  return {
    push(type, data) {
      const event = { id: next++, type, data };
      ring.push(event);
      if (ring.length > capacity) ring.shift();
      for (const listener of listeners) listener(event);
    },
    since(id) {
      const oldest = ring[0]?.id ?? next;
      if (id < oldest - 1 || id >= next) return null;
      return ring.filter((event) => event.id > id);
    },
    latest: () => next - 1,
    isWatched: () => listeners.size > 0,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
