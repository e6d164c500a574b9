import type { Logger } from "pino";
import type { Incident } from "./contracts/incident.ts";
import type { Bundles } from "./contracts/ports/bundles.ts";

const MAX_KNOWN = 1_000;

/**
 * Has a bundle written when an incident has its answer, when something was done about it, and when it closes. The
 * loop waits for none of it, and a bundle that cannot be written harms nothing.
 */
export function keepBundles(bundles: Bundles, log: Logger) {
  const written = new Map<string, string>();
  const running = new Set<Promise<void>>();
  return {
    heed(incident: Incident): void {
      const { diagnosis, needsHuman, closed } = incident;
      const answered = diagnosis && (diagnosis.decision !== "unknown" || needsHuman);
      if (!incident.evidence || !(answered || closed)) return;
      const state = [
        diagnosis?.at,
        incident.verdict?.decision,
        incident.outcome.merge?.sha,
        incident.outcome.deployment?.state,
        closed?.as,
      ].join();
      if (written.get(incident.id) === state) return;
      written.delete(incident.id);
      written.set(incident.id, state);
      if (written.size > MAX_KNOWN) written.delete(written.keys().next().value as string);
      const one = bundles
        .write(incident)
        .catch((error: unknown) =>
          log.warn({ incident: incident.id, err: error }, "The incident's bundle could not be written."),
        )
        .finally(() => running.delete(one));
      running.add(one);
    },
    /** Resolves once what was begun is written. */
    async settled(): Promise<void> {
      await Promise.all(running);
    },
  };
}
