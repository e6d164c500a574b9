import type { ServiceRecord } from "../service-record.ts";
import type { Breach } from "./breach.ts";

/** A breach until it is decided whose it is. Times are epoch milliseconds. */
export interface Candidate {
  record: ServiceRecord;
  breach: Breach;
  firstMs: number;
  lastMs: number;
  /** Not to be decided before. */
  nextMs: number;
  /** When everything else was slow too, the last time. */
  sharedMs: number;
}
