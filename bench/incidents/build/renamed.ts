/** The same value with words called otherwise, in keys and in texts. Parts of words stay. */
export function renamed<T>(value: T, names: Readonly<Record<string, string>>): T {
  const words = Object.keys(names);
  if (words.length === 0) return value;
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${words.join("|")})(?![A-Za-z0-9])`, "g");
  const text = (old: string) => old.replace(pattern, (word) => names[word] ?? word);
  const walk = (one: unknown): unknown => {
    if (typeof one === "string") return text(one);
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [text(key), walk(inner)]));
  };
  return walk(value) as T;
}
