import type { ReadCandidate } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

/**
 * How large a change is: of two that could have done it alike, the larger did it oftener (Mockus and Weiss, "Predicting risk
 * of software changes", 2000; Kamei et al., "A large-scale empirical study of just-in-time quality assurance", 2013). Tests
 * and prose count: who changes what matters writes them too. What could not be read is of middling size.
 */
export function fitSize({ files }: ReadCandidate): Finding {
  const { each, middling, most } = WEIGHTS.size;
  const lines = files.reduce(
    (sum, { hunks }) =>
      sum + hunks.reduce((some, hunk) => some + hunk.lines.filter(({ kind }) => kind !== "same").length, 0),
    0,
  );
  const weight = lines === 0 ? 0 : each * (Math.log1p(Math.min(most, lines)) - middling);
  return { family: "prior", weight, text: "", evidence: [] };
}
