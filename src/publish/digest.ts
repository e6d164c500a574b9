import { createHash } from "node:crypto";

/** A short digest of anything that JSON can hold, to know whether it was written already. */
export function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
