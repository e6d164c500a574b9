import { hash } from "node:crypto";

/** A short name for some content: the same for equal parts, however they might be joined. */
export function contentKey(...parts: readonly unknown[]): string {
  return hash("sha256", JSON.stringify(parts)).slice(0, 32);
}
