import type { State } from "./state.ts";

/** The state's time (or the given milliseconds) as GitHub writes it: ISO-8601, UTC, whole seconds. */
export function isoTime(state: Pick<State, "now">, milliseconds: number = state.now()): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
