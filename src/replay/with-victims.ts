import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence, EvidenceItem } from "../contracts/evidence.ts";

const MAX_ITEMS = 60;
const KINDS: readonly EvidenceItem["kind"][] = ["exception", "trace", "span-shift"];

/**
 * The evidence of an anomaly that was moved to where it began, with what its victim shows. Where a fault shows only in
 * who waits for it or cannot make sense of the answer, the place itself has no bad request to show: the victim's
 * exceptions and failing traces are then all that there is.
 */
export function withVictims(
  { evidence, anomaly }: { evidence: Evidence; anomaly: Anomaly },
  victim: { evidence: Evidence; anomaly: Anomaly },
): Evidence {
  const isBad = (item: EvidenceItem) => item.kind === "trace" && item.failing;
  if (victim.anomaly.service === anomaly.service || evidence.items.some(isBad)) return evidence;
  const known = new Set(evidence.items.map(({ kind, text }) => `${kind}\0${text}`));
  const shown = victim.evidence.items.filter(
    (item) =>
      KINDS.includes(item.kind) &&
      (item.kind !== "trace" || item.failing) &&
      !known.has(`${item.kind}\0${item.text}`),
  );
  const room = Math.max(0, MAX_ITEMS - evidence.items.length);
  const added = shown
    .slice(0, room)
    .map((item, i) => ({ ...item, id: `E${evidence.items.length + i + 1}` }) as EvidenceItem);
  return { ...evidence, items: [...evidence.items, ...added] };
}
