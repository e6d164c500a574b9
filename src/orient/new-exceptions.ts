import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { failsItself } from "./fails-itself.ts";
import { NO_REQUEST } from "./no-request.ts";
import { onsetCameLate } from "./onset.ts";
import { ownFrames } from "./own-frames.ts";

/**
 * Signatures of exceptions that are new with the incident, on the causal path. Their type and frames
 * come from the program; their message may come from whoever sent the request and is never looked at.
 */
export function newExceptions(file: CaseFile, services: ReadonlySet<string>): EvidenceOf<"exception">[] {
  const { evidence } = file;
  // What came before an onset that is late may well be of this failure.
  const late = onsetCameLate(file);
  return (
    evidence.items
      .filter(
        (item): item is EvidenceOf<"exception"> => item.kind === "exception" && services.has(item.service),
      )
      .filter((item) => (late || item.countBefore <= 0.2 * item.count) && ownFrames(item.frames).length > 0)
      // What kills a process is told outside of any request, and those that it took down are never heard of.
      .filter((item) => item.operation === NO_REQUEST || failsItself(item.service, evidence))
      .toSorted((a, b) => b.count - a.count || Number(a.id.slice(1)) - Number(b.id.slice(1)))
  );
}
