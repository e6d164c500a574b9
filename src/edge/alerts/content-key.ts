import { createHash } from "node:crypto";

/** A short name for some content: the same for equal parts, however they might be joined. */
export function contentKey(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
