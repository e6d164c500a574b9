import type { Candidate, CaseFile } from "./case-file.ts";
import { containment } from "./history.ts";
import { type Timeline, timelineOf } from "./timeline.ts";

/** When a service began to run a commit, as far as it is known. */
export type Exposure =
  | { known: "revision" | "deployment" | "commit"; fromMs: number; toMs: number; evidence: readonly string[] }
  /** Telemetry names the revisions of the service, and none contains the commit. */
  | { known: "never"; evidence: readonly string[] };

/** Without any deployment on record, a push is taken to be live within this time. */
const PUSH_TO_LIVE_MS = 30 * 60_000;

/** From best to least: the service's own spans, GitHub's deployments, the commit's own date. */
export function exposureOf(
  candidate: Candidate,
  service: string,
  file: CaseFile,
  timeline: Timeline = timelineOf(service, file),
): Exposure {
  const contains = containment(file.history);
  const identified = timeline.served.filter((served) => served.sha !== null);
  if (identified.length > 0 && identified.length === timeline.served.length) {
    const first = identified.find((served) => contains(served.sha ?? "", candidate.sha));
    if (!first) return { known: "never", evidence: timeline.evidence };
    return {
      known: "revision",
      fromMs: first.firstMs - 1000,
      toMs: first.firstMs,
      evidence: timeline.evidence,
    };
  }
  const deployment = file.deployments.find((deployed) => contains(deployed.sha, candidate.sha));
  if (deployment) {
    // Before the oldest deployment on record there were others: what it holds may have been live for long.
    const oldest = deployment === file.deployments[0];
    const fromMs = oldest ? Math.min(candidate.committedMs, deployment.beginMs) : deployment.beginMs;
    return { known: "deployment", fromMs, toMs: deployment.endMs, evidence: [] };
  }
  // Deployments are recorded, and none carries it: it waits for the next one.
  if (file.deployments.length > 0) return { known: "never", evidence: [] };
  return {
    known: "commit",
    fromMs: candidate.committedMs,
    toMs: candidate.committedMs + PUSH_TO_LIVE_MS,
    evidence: [],
  };
}
