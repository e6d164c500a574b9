import type { CaseFile } from "./case-file.ts";
import type { Exposure } from "./exposure.ts";
import type { Contender } from "./judgement.ts";
import { WEIGHTS } from "./weights.ts";

/** What ran for so long in good health may still have done it, but so may anything. */
const LONG_WELL_MS = 60 * 60_000;

/**
 * Whether a commit cannot have done it, and not only seems not to: it runs nowhere, belongs to others, or fails without it.
 * That no process of it was heard, and what records of deployments say of its time, may be mistaken.
 */
export function isCleared(
  { suspect, findings }: Contender,
  exposures: ReadonlyMap<string, Exposure>,
  { anomaly }: CaseFile,
): boolean {
  const exposure = exposures.get(suspect ?? "");
  const known = exposure?.known;
  const longWell =
    exposure?.known === "revision" && exposure.toMs < Date.parse(anomaly.onset.earliest) - LONG_WELL_MS;
  if (longWell) return true;
  return findings.some(
    ({ family, weight }) =>
      (family === "prior" && weight <= WEIGHTS.prior.textOnly) ||
      (family === "ownership" && weight <= WEIGHTS.ownership.caller) ||
      (family === "exposure" && weight <= WEIGHTS.exposure.thrownWithout && known === "revision"),
  );
}
