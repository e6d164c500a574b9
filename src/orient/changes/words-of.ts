/** The words that a name is made of, in lower case: `maxPoolSize`, `max_pool_size` and `MAX-POOL-SIZE` alike. */
export function wordsOf(name: string): readonly string[] {
  const known = asked.get(name);
  if (known) return known;
  const words = name
    .slice(0, 120)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  if (name.length > 120) return words;
  if (asked.size >= MOST_KEPT) asked.clear();
  asked.set(name, words);
  return words;
}

/** A name is asked about by every reader, often; what is kept changes no answer. */
const asked = new Map<string, readonly string[]>();
const MOST_KEPT = 2000;
