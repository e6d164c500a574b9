import { type Contender, familiesFor } from "../judgement.ts";
import { WEIGHTS } from "../weights.ts";
import { wasTried } from "./was-tried.ts";

/**
 * The most that a commit may be believed, whatever else is said: one kind of fact alone carries nobody over the bar, and
 * neither does anything against a clear alibi.
 */
export function mostFor({ findings }: Contender): number {
  const { alone, contradicted, alibi } = WEIGHTS.most;
  // What was tried is no coincidence that another kind of fact must bear out.
  if (!wasTried({ findings }) && familiesFor(findings).length < 2) return alone;
  return findings.some(
    ({ family, weight, doubted }) => doubted === true || (family === "exposure" && weight <= alibi),
  )
    ? contradicted
    : WEIGHTS.certainty;
}
