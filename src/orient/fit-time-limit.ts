import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { timeLimitsSet } from "./changes/time-limits-set.ts";
import type { Finding } from "./finding.ts";
import { type CutOff, waitsCutOff } from "./waits-cut-off.ts";
import { WEIGHTS } from "./weights.ts";

/** A call that ends by a time limit lasts as long as the limit, and what it takes to notice. */
const EARLY = 0.97;
const LATE = 1.12;
const NOTICED_MS = 5;
/** What failed sooner than this by itself may have failed for anything. */
const TELLING_MS = 4;

/** Whether calls end after just the time that a candidate sets as a limit, the other side still at work. */
export function fitTimeLimit(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  const cut = waitsCutOff(file.evidence).filter((one) => one.service === service);
  if (cut.length === 0) return null;
  for (const changed of files) {
    for (const { ms, line } of timeLimitsSet(changed)) {
      const fits = cut.filter((one) => ms.some((limit) => lasts(one, limit)));
      const outlived = fits.find((one) => one.outlived);
      // One call that failed by itself after such a time may be chance; several are not.
      if (!outlived && fits.filter((one) => one.ms >= TELLING_MS).length < 2) continue;
      const one = outlived ?? (fits[0] as CutOff);
      return {
        family: "place",
        weight: outlived ? WEIGHTS.place.limitReached : WEIGHTS.place.limitReachedAlone,
        text: `Calls of ${service} end after ${Math.round(one.ms)} ms, the limit that it sets${outlived ? ", while the other side is still at work" : ""}.`,
        evidence: [one.evidence],
        line: { path: changed.path, line },
      };
    }
  }
  return null;
}

function lasts({ ms }: CutOff, limit: number): boolean {
  return ms >= EARLY * limit && ms <= LATE * limit + Math.min(NOTICED_MS, limit);
}
