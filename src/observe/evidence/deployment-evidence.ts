import type { Deployment } from "../../contracts/ports/repo-reader.ts";
import { sanitise } from "../../safety/sanitise.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

const LOOK_BACK_MS = 24 * 3600_000;
const MAX_ITEMS = 12;

/** Deployments to the environment in the day before, those nearest to the onset first. */
export function deploymentEvidence(
  { anomaly, before, after }: Pick<EvidenceContext, "anomaly" | "before" | "after">,
  deployments: readonly Deployment[],
): Unnumbered[] {
  return (
    deployments
      .filter((one) => one.environment.toLowerCase() === anomaly.environment.toLowerCase())
      // What was created is queued; what succeeded is live. One that never did is told by when it was asked for.
      .map((one) => ({ one, at: Date.parse(one.succeededAt ?? one.createdAt) }))
      .filter(({ at }) => at <= after && at >= before - LOOK_BACK_MS)
      .sort((a, b) => b.at - a.at)
      .slice(0, MAX_ITEMS)
      .map(({ one, at }) => {
        const ahead = Math.round((Date.parse(anomaly.onset.at) - at) / 1000);
        const state = sanitise(one.status?.state ?? "unknown", 50);
        return {
          kind: "deployment",
          sha: one.sha,
          environment: sanitise(one.environment, 100),
          at: new Date(at).toISOString(),
          state,
          reference: { at: new Date(at).toISOString() },
          text: `${one.sha.slice(0, 10)} was ${one.succeededAt ? "live" : "asked for"} ${ahead >= 0 ? `${ahead} s before` : `${-ahead} s after`} the onset's best estimate (${state}).`,
        };
      })
  );
}
