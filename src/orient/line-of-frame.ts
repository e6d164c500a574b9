import type { Frame } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { matchesPath } from "./changes/match-path.ts";

/** The text of the line that a frame names, at the failing revision, where its file was read. */
export function lineOfFrame(frame: Frame, file: CaseFile): string | undefined {
  const path = Object.keys(file.sources).find((source) => matchesPath(frame.path, source));
  return path ? file.sources[path]?.split("\n")[(frame.line ?? 0) - 1] : undefined;
}
