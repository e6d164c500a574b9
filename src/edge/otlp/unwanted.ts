import type { TraceInterest } from "../../contracts/telemetry.ts";

/** Of what somebody else looks at no trace is looked at here, nor counted: it is checked, and no more. */
export const UNWANTED: TraceInterest = {
  among: () => false,
  takes: () => false,
  asked: new Set(),
  askedWithoutRoute: new Set(),
};
