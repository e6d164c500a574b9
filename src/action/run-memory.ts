import type { Memory, Recollection } from "../contracts/ports/memory.ts";
import { rankByWords } from "../memory/rank-by-words.ts";
import { textOf } from "../memory/text-of.ts";

/** Past incidents as far as their issues hold them; what this run learns is kept by sealing it. */
export function runMemory(past: readonly Recollection[]): Memory & {
  /** What an incident taught. */
  of(incident: string): Recollection | null;
} {
  const known = new Map(past.map((one) => [one.incident, one]));
  return {
    of: (incident) => known.get(incident) ?? null,
    async remember(recollection) {
      known.set(recollection.incident, recollection);
    },
    async recall(looks, limit) {
      const own = [...known.values()].filter(({ repository }) => repository === looks.repository);
      const [exact, others] = [true, false].map((same) =>
        own
          .filter(({ fingerprint }) => (fingerprint === looks.fingerprint) === same)
          .sort((a, b) => (a.closedAt < b.closedAt ? 1 : -1)),
      ) as [Recollection[], Recollection[]];
      const texts = others.map((one) => ({ id: one.incident, text: textOf(one) }));
      const alike = await rankByWords(textOf(looks), texts, limit);
      return [
        ...exact.map((recollection) => ({ recollection, exact: true })),
        ...alike.flatMap((id) =>
          others
            .filter(({ incident }) => incident === id)
            .map((recollection) => ({ recollection, exact: false })),
        ),
      ].slice(0, limit);
    },
    state: () => ({ state: known.size > 0 ? "ready" : "asleep", waiting: 0 }),
  };
}
