import type { EvidenceOf } from "../contracts/evidence.ts";
import { splits } from "./attribute-splits.ts";
import type { CaseFile } from "./case-file.ts";
import { causalPath } from "./causal-path.ts";
import type { Finding } from "./finding.ts";
import type { GuiltlessName } from "./guiltless.ts";
import { namesTheKey } from "./names-the-key.ts";
import { onsetOf } from "./onset.ts";
import { timeRatio } from "./time-ratio.ts";
import { WEIGHTS } from "./weights.ts";

type What = EvidenceOf<"change">["what"];

const W = WEIGHTS.guiltless;
/** Which cause speaks of itself by what kind of entry, and what such an entry weighs before its time is looked at. */
const ENTRIES: Readonly<Partial<Record<GuiltlessName, { what: readonly What[]; weight: number }>>> = {
  "feature flag": { what: ["feature-flag"], weight: W.flag },
  operator: { what: ["config", "other"], weight: W.operator },
  platform: { what: ["scale"], weight: W.scale },
  "outside provider": { what: ["status"], weight: 0 },
};

/** People write down what they did a little before or after they do it. */
const BEFORE_MS = 5_000;
const AFTER_MS = 60_000;
const LOOK_BACK_MS = 30 * 60_000;
/** Providers say that something is wrong when they have noticed. */
const NOTICED_MS = 30 * 60_000;

/** What was written down as done or seen around the onset, by kind and time: its text may say anything, and is
 * asked one question only, whether it names what the bad requests have in common. */
export function fitTold(mechanism: GuiltlessName, file: CaseFile): Finding | null {
  const entries = ENTRIES[mechanism];
  if (!entries) return null;
  const onset = onsetOf(file);
  const path = causalPath(file);
  const alike = splits(file).length > 0;
  let best: Finding | null = null;
  for (const item of file.evidence.items) {
    if (item.kind !== "change" || !entries.what.includes(item.what)) continue;
    const at = Date.parse(item.at);
    if (at < onset.earliest - LOOK_BACK_MS) continue;
    const ratio = timeRatio({ fromMs: at - AFTER_MS, toMs: at + BEFORE_MS }, false, onset, file);
    const close = Math.min(WEIGHTS.guiltless.close, ratio);
    const elsewhere = item.service !== undefined && !path.has(item.service);
    const weight =
      item.what === "status" && at > onset.earliest && at <= onset.latest + NOTICED_MS
        ? W.status
        : close <= 0 || elsewhere
          ? 0
          : entries.weight +
            close +
            (item.what === "scale" && ranOut(file) ? W.scaledAndRanOut : 0) +
            (alike && namesTheKey(item, file) ? W.toldNamesKey : 0) -
            doubtOf(item, onset, file);
    if (weight <= (best?.weight ?? 0)) continue;
    best = {
      family: "told",
      weight,
      text:
        at > onset.latest
          ? "Something of the kind was reported after the failure had begun."
          : at >= onset.earliest - AFTER_MS
            ? "Something of the kind was done as the failure began."
            : "Something of the kind was done shortly before.",
      evidence: [item.id],
    };
  }
  return best;
}

/**
 * What is taken off for an event that hardly can have done it: a flag is asked by the service that names it, and what is done to
 * another service seldom shows here first; and what was written down after the failure had begun was most likely done then.
 */
function doubtOf(
  { what, service, at }: EvidenceOf<"change">,
  onset: ReturnType<typeof onsetOf>,
  { anomaly }: CaseFile,
): number {
  const others = service !== undefined && service !== anomaly.service;
  const place = !others ? 0 : what === "feature-flag" ? W.flagOfAnother : W.deedElsewhere;
  const atMs = Date.parse(at);
  const after = atMs <= onset.at + BEFORE_MS ? 0 : atMs <= onset.latest + BEFORE_MS ? 0.5 : 1;
  return place + after * W.deedAfter;
}

/** Whether the failing service has run out of something, by its metrics: then it matters how many share the work. */
function ranOut({ evidence, anomaly }: CaseFile): boolean {
  return evidence.items.some(
    (item) => item.kind === "metric" && item.service === anomaly.service && item.saturation !== undefined,
  );
}
