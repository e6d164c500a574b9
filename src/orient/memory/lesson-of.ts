import type { Recollection } from "../../contracts/ports/memory.ts";

/**
 * What a past incident says of a suspect of its kind, as a natural logarithm of odds before it is weighed by how
 * alike they are: what healed counts for, what did not heal against, what passed unexplained for nothing, and what a
 * person said of it the most. Within what `WEIGHTS.memory` allows.
 */
export function lessonOf({ suspect, ending, person }: Recollection): number {
  if (suspect === null) return 0;
  switch (person) {
    case "reverted-it-too":
      return 1.5;
    case "resolved-otherwise":
    case "refused-the-change":
    case "landed-it-again":
      return -1.6;
  }
  return { healed: 1.1, "not-healed": -1.1, unexplained: 0 }[ending];
}
