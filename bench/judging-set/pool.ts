import type { Change } from "../unseen/scenario.ts";

/**
 * Commits of a world that several of its scenarios share, each with the seconds between its deployment and the onset
 * (`null` where that is drawn).
 */
export function pool(of: (name: string) => Change[], moments: Record<string, number | null>): Change[] {
  return Object.entries(moments).flatMap(([name, at]) =>
    of(name).map((change) => (at === null ? change : { ...change, at })),
  );
}
