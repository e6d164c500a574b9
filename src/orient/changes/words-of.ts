/** The words that a name is made of, in lower case: `maxPoolSize`, `max_pool_size` and `MAX-POOL-SIZE` alike. */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, 120)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}
