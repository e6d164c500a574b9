import type { Anomaly } from "../../contracts/anomaly.ts";
import type { EvidenceItem } from "../../contracts/evidence.ts";
import type { Memory } from "../ingest-telemetry.ts";
import type { ServiceRecord } from "../service-record.ts";

/** What every kind of evidence is gathered from. */
export interface EvidenceContext {
  anomaly: Anomaly;
  record: ServiceRecord;
  memory: Memory;
  /** Milliseconds above which a request counts as bad; null where failing ones do. */
  slowMs: number | null;
  /** Epoch milliseconds: before `before` all was well, after `after` it was broken. */
  before: number;
  after: number;
  now: number;
}

/** An item that has no number yet. */
export type Unnumbered = EvidenceItem extends infer Item
  ? Item extends unknown
    ? Omit<Item, "id">
    : never
  : never;
