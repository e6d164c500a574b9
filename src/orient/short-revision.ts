import type { Served } from "./timeline.ts";

/** A revision as people read it. */
export function shortRevision({ sha, revision }: Pick<Served, "sha" | "revision">): string {
  return sha ? sha.slice(0, 7) : revision.slice(0, 20);
}
