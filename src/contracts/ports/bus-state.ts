import type { BusHome } from "./bus.ts";

/** Which bus carries the load, for people. */
export interface BusState {
  carries: BusHome;
  /** The one that should: where it is another, that one is away. */
  wanted: BusHome;
  /** Why it is away, in a sentence; null where it is not. */
  reason: string | null;
}
