import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Outcome } from "../../marketplace-demo/world/outcome.ts";

export interface KeptOutcomes {
  /** What was kept of this fault with this seed. */
  of(fault: string, seed: number): Outcome | undefined;
  keep(outcome: Outcome): void;
  /** How many there were from a run that was broken off. */
  resumed: number;
  /** The run is whole: the next one begins anew. */
  finish(): void;
}

/**
 * The outcomes of a run over the catalogue, one line each as they come, so that a run that is broken off goes on where
 * it was. What another commit left is thrown away: its outcomes say nothing of this one.
 *
 * @param file of JSON lines; the first names the commit
 */
export function keepOutcomes(file: string, commit: string): KeptOutcomes {
  const [head = "", ...lines] = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const first = JSON.stringify({ commit });
  const kept = new Map<string, Outcome>();
  const key = (fault: string, seed: number) => `${seed} ${fault}`;
  if (head === first) {
    for (const line of lines) {
      const outcome = read(line);
      if (outcome) kept.set(key(outcome.fault, outcome.seed), outcome);
    }
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${first}\n`);
  }
  return {
    resumed: kept.size,
    of: (fault, seed) => kept.get(key(fault, seed)),
    keep(outcome) {
      kept.set(key(outcome.fault, outcome.seed), outcome);
      appendFileSync(file, `${JSON.stringify(outcome)}\n`);
    },
    finish: () => rmSync(file, { force: true }),
  };
}

/** Nothing of a line that was being written when the run was broken off. */
function read(line: string): Outcome | undefined {
  try {
    return JSON.parse(line) as Outcome;
  } catch {
    return undefined;
  }
}
