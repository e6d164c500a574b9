import { boundedSums, type Contender } from "../judgement.ts";

/** From here on a commit is somebody's who has a part in it, and runs: less is no rival. */
const STANDING = -3;
/** Time or revisions speak for it. */
export const LIVE = 0.3;

/** What time and revisions say for or against it. */
export const exposureOf = ({ findings }: Contender): number => boundedSums(findings).get("exposure") ?? 0;

/** Whether a commit is a rival at all, whatever the failure looks like. */
export function stands({ findings }: Contender): boolean {
  const sums = boundedSums(findings);
  return (sums.get("prior") ?? 0) + (sums.get("ownership") ?? 0) >= STANDING;
}
