/** Puts other words in place of the given ones, in every string of a value, keeping the case of the first letter. */
export function rename<T>(value: T, words: Record<string, string>): T {
  const pairs = Object.entries(words).filter(([from, to]) => from !== to);
  if (pairs.length === 0) return value;
  const pattern = new RegExp(pairs.map(([from]) => from).join("|"), "gi");
  const byLower = new Map(pairs.map(([from, to]) => [from.toLowerCase(), to]));
  const text = (s: string) =>
    s.replace(pattern, (found) => {
      const to = byLower.get(found.toLowerCase())!;
      if (found === found.toUpperCase()) return to.toUpperCase();
      return found[0] === found[0]!.toUpperCase() ? to[0]!.toUpperCase() + to.slice(1) : to;
    });
  const walk = (v: unknown): unknown => {
    if (typeof v === "string") return text(v);
    if (Array.isArray(v)) return v.map(walk);
    if (v && typeof v === "object")
      return Object.fromEntries(Object.entries(v).map(([k, x]) => [text(k), walk(x)]));
    return v;
  };
  return walk(value) as T;
}
