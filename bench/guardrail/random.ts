/** Numbers that a seed repeats (mulberry32). */
export interface Random {
  chance(share: number): boolean;
  one<T>(list: readonly T[]): T;
  /** 0 to `most`, both possible. */
  upTo(most: number): number;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    chance: (share) => next() < share,
    one: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    upTo: (most) => Math.floor(next() * (most + 1)),
  };
}
