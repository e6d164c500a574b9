import type { Contender } from "../judgement.ts";
import { WEIGHTS } from "../weights.ts";

/** Whether old and new revision in the same minutes speak for it: an experiment, and no coincidence. */
export function wasTried({ findings }: Pick<Contender, "findings">): boolean {
  return findings.some(
    ({ family, weight }) => family === "exposure" && weight >= WEIGHTS.exposure.splitSideBySide,
  );
}
