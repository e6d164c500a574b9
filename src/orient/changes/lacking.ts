import type { Token } from "./tokens.ts";

/** A thing on one side of a change, told from others by its key. */
export interface Sign {
  key: string;
  token: Token;
}

/** What `have` holds oftener than `other` does, told by keys: moving a thing elsewhere takes nothing away. */
export function lacking<T extends Sign>(have: readonly T[], other: readonly Sign[]): T[] {
  const counts = new Map<string, number>();
  for (const { key } of other) counts.set(key, (counts.get(key) ?? 0) + 1);
  return have.filter(({ key }) => {
    const left = counts.get(key) ?? 0;
    if (left > 0) counts.set(key, left - 1);
    return left === 0;
  });
}
