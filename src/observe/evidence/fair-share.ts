/**
 * At most so many of all, in the order of the lists: each list has an equal share by right, its first ones, and what
 * some do not need goes to the others, the first list first.
 */
export function fairShare<T>(lists: readonly (readonly T[])[], most: number): T[] {
  const share = Math.floor(most / Math.max(1, lists.length));
  const taken = lists.map((list) => Math.min(share, list.length));
  let left = most - taken.reduce((sum, count) => sum + count, 0);
  for (const [i, list] of lists.entries()) {
    const more = Math.min(left, list.length - (taken[i] as number));
    taken[i] = (taken[i] as number) + more;
    left -= more;
  }
  return lists.flatMap((list, i) => list.slice(0, taken[i]));
}
