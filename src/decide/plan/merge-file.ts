import type { File } from "../../contracts/ports/repo-reader.ts";
import { mergeText } from "./merge-text.ts";
import { sameContent } from "./same-file.ts";

/** Longer texts are generated; matching their lines costs more than it tells. */
const LONGEST_TEXT = 2_000_000;

/**
 * What `old` made of `was`, done to `now`: base `was`, ours `now`, theirs `old`. Null where that is not beyond doubt.
 * Bytes that are no text are taken whole or not at all. The path is that of `now`.
 */
export function mergeFile(was: File, now: File, old: File): File | null {
  // With two modes to choose from, two of the three always agree.
  const mode = was.mode === now.mode ? old.mode : now.mode;
  if (sameContent(was, now)) return { ...old, path: now.path, mode };
  if (sameContent(was, old) || sameContent(now, old)) return { ...now, mode };
  if (was.binary || now.binary || old.binary) return null;
  if (Math.max(was.content.length, now.content.length, old.content.length) > LONGEST_TEXT) return null;
  const content = mergeText(was.content, now.content, old.content);
  return content === null ? null : { path: now.path, mode, content, binary: false, blob: "" };
}
