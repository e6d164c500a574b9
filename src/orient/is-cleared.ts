import type { Exposure } from "./exposure.ts";
import type { Contender } from "./judgement.ts";
import { WEIGHTS } from "./weights.ts";

/**
 * Whether a commit cannot have done it, and not only seems not to: nothing of it runs, or it fails without it.
 * That it is another service's, that no process of it was heard, and what records of deployments say of its time, may be mistaken; that it ran in good
 * health for hours proves nothing: schedules, leases and full disks take longer.
 */
export function isCleared(
  { suspect, findings }: Contender,
  exposures: ReadonlyMap<string, Exposure>,
): boolean {
  const known = exposures.get(suspect ?? "")?.known;
  // Its alibi is that of a service to which what runs of it does not belong.
  if (findings.some(({ family, weight }) => family === "prior" && weight === WEIGHTS.prior.elsewhere))
    return false;
  return findings.some(
    ({ family, weight }) =>
      (family === "prior" && weight <= WEIGHTS.prior.textOnly) ||
      (family === "exposure" && weight <= WEIGHTS.exposure.thrownWithout && known === "revision"),
  );
}
