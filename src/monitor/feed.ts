import type { RepositoryName } from "../contracts/repository.ts";

/** One thing that a watcher of the page is told. `id` only grows, also over a restart of the process. */
export interface FeedEvent {
  id: number;
  type: "incident" | "thought" | "status";
  data: unknown;
  /** What it tells of; undefined where that is not one repository. */
  repository: RepositoryName | undefined;
  /** As it goes over the wire, made once for all watchers. */
  text: string;
}

export interface Feed {
  push(type: FeedEvent["type"], data: unknown, repository?: RepositoryName): void;
  /** What came after that id, or null where some of it has been forgotten. */
  since(id: number): FeedEvent[] | null;
  latest(): number;
  /** Whether anybody is told of what is pushed. */
  isWatched(): boolean;
  /** The answer ends the subscription. */
  subscribe(listener: (event: FeedEvent) => void): () => void;
}

/** Of the text of all events that are remembered, in UTF-16 units. */
const MOST_TEXT = 4_000_000;

/**
 * The newest events in a ring. Ids begin at the clock's milliseconds, so that an id from before a restart
 * is older than all of this process's and is answered with a reset, never with a silent gap.
 */
export function createFeed(capacity: number, firstId: number): Feed {
  const ring: FeedEvent[] = [];
  const listeners = new Set<(event: FeedEvent) => void>();
  let next = firstId;
  let size = 0;
  return {
    push(type, data, repository) {
      const id = next++;
      // JSON has no bare line break, which would end the field. https://html.spec.whatwg.org/multipage/server-sent-events.html
      const event = {
        id,
        type,
        data,
        repository,
        text: `event: ${type}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`,
      };
      ring.push(event);
      size += event.text.length;
      while (ring.length > capacity || (size > MOST_TEXT && ring.length > 1)) {
        size -= ring.shift()?.text.length ?? 0;
      }
      for (const listener of listeners) listener(event);
    },
    since(id) {
      const oldest = ring[0]?.id ?? next;
      if (!Number.isInteger(id) || id < oldest - 1 || id >= next) return null;
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
