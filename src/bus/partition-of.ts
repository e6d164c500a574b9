import { createHash } from "node:crypto";

/** Which part of a topic a key belongs to, 0 to `partitions - 1`: the same for every worker and release. */
export function partitionOf(key: string, partitions: number): number {
  return createHash("sha1").update(key).digest().readUInt32BE(0) % partitions;
}
