import { metrics } from "@opentelemetry/api";

export type Cache<Value> = {
  /** What is kept under `key`; loaded where nothing is, or where it is too old. Loads of one key at once are one load. */
  get(key: string, load: () => Promise<Value>): Promise<Value>;
  clear(): void;
};

type Entry<Value> = { value: Promise<Value>; expires: number };

/**
 * Keeps at most `max` values, each for `ttlMs`; the one that was asked for longest ago goes first. A load that fails is
 * not kept.
 */
export function createCache<Value>(options: { name: string; max: number; ttlMs: number }): Cache<Value> {
  const { name, max, ttlMs } = options;
  const entries = new Map<string, Entry<Value>>();
  const requests = metrics.getMeter("fernhill/cache").createCounter("fernhill.cache.requests", {
    description: "What was asked of a cache, by whether it was there.",
  });

  return {
    get(key, load) {
      const known = entries.get(key);
      const hit = known !== undefined && known.expires > Date.now();
      requests.add(1, { "cache.name": name, "cache.hit": hit });
      entries.delete(key);
      const entry = hit ? known : { value: load(), expires: Date.now() + ttlMs };
      // Taken out and put in again: a Map keeps the order of insertion, so the first key is the one to go.
      entries.set(key, entry);
      if (entries.size > max) entries.delete(entries.keys().next().value as string);
      if (!hit) {
        entry.value.catch(() => {
          if (entries.get(key) === entry) entries.delete(key);
        });
      }
      return entry.value;
    },
    clear: () => entries.clear(),
  };
}
