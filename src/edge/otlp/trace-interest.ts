/**
 * Whether anybody will look at the calls (spans that neither serve a request nor tell an event) of that trace. Where nobody
 * will, they are checked like all others and left out.
 */
export type TraceInterest = (traceId: string) => boolean;
