import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { mayStop } from "./may-stop.ts";
import type { SeenSign } from "./signs.ts";
import { WEIGHTS } from "./weights.ts";

/** By so much of the localisation a service must be where it began. */
const LEADS = 0.4;

/**
 * Whether the service that a candidate acts through is the one that refuses connections, as one does that dies at its start:
 * it is where it began, and traces show that the one whose connections are refused calls it. Whoever merely fails in the same
 * minute may have been refused by the same third one, a database of both; and whose change takes no process down has not
 * taken this one down.
 */
export function fitRefusal(
  service: string,
  files: readonly ReadFile[],
  signs: readonly SeenSign[],
  file: CaseFile,
): Finding | null {
  if (!files.some(mayStop)) return null;
  const refused = signs.find(({ sign, service: by }) => sign === "connection refused" && by !== service);
  if (!refused) return null;
  const score = file.evidence.localisation
    .filter((place) => place.service === service)
    .reduce((sum, place) => sum + place.score, 0);
  if (score < LEADS || !isCalledBy(refused.service, service, file)) return null;
  return {
    family: "place",
    weight: WEIGHTS.place.refuses,
    text: `${service} refuses connections, as a service does that dies at its start.`,
    evidence: refused.evidence,
  };
}

/** Directly, in any trace of the evidence, the healthy ones among them: of what is refused no span is left on the other side. */
function isCalledBy(caller: string, service: string, { evidence }: CaseFile): boolean {
  return evidence.items.some((item) => {
    if (item.kind !== "trace") return false;
    const serviceOf = new Map(item.spans.map((span) => [span.spanId, span.service]));
    return item.spans.some(
      (span) =>
        span.service === service &&
        span.parentSpanId !== undefined &&
        serviceOf.get(span.parentSpanId) === caller,
    );
  });
}
