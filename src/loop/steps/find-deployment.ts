import { findDeployment } from "../../act/find-deployment.ts";
import { shareOf } from "../../act/share-of.ts";
import type { Incident } from "../../contracts/incident.ts";
import type { Outcome } from "../../contracts/outcome.ts";
import { isRolledOut } from "../is-rolled-out.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/**
 * The deployment that carries the merge: by GitHub's record, or, where nobody records any, once nearly all of the
 * traffic is served by processes of it. How far a rollout has come is told by telemetry in either case.
 */
export async function findDeploymentStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { outcome, anomaly } = incident;
  const { merge } = outcome;
  if (!merge) throw new Error(`Incident ${incident.id} looked for a deployment before its merge.`);
  const reader = ports.reader(incident.repository);
  const [recorded, share] = await Promise.all([
    findDeployment({ merge: merge.sha, environment: anomaly.environment }, { reader }),
    shareOf({ merge, serving: ports.observer.serving(anomaly) }, { reader }),
  ]);
  const seen = recorded ?? seenToServe(incident, merge.sha, share, ports);
  if (!seen) return { change: {}, thoughts: [] };
  const deployment = share === null || seen.state === "failure" ? seen : { ...seen, share };
  const before = outcome.deployment;
  // The window of a verification begins when what is verified is out.
  const next = { ...outcome, deployment };
  const out = isRolledOut(next) && deployment.state === "success";
  const known = before?.sha === deployment.sha && before.state === deployment.state;
  if (known && before.share === deployment.share) return { change: {}, thoughts: [] };
  return {
    change: {
      outcome: next,
      ...(out || !known ? { waiting: null } : {}),
      // Of an earlier deployment, or of before.
      ...(known ? {} : { recovery: null }),
    },
    thoughts: known ? [] : [thought("fixer", words(deployment))],
  };
}

/** By telemetry alone; a service that sends no requests is known by its processes. */
function seenToServe(
  { anomaly }: Incident,
  merge: string,
  share: number | null,
  ports: LoopPorts,
): NonNullable<Outcome["deployment"]> | null {
  const serving = ports.observer.serving(anomaly);
  const at = ports.observer.revisionSeen(anomaly, merge);
  const out =
    serving.length === 0 ? at !== null : share !== null && isRolledOut({ deployment: by(merge, "", share) });
  return out ? by(merge, at ?? new Date(ports.clock.now()).toISOString(), share) : null;
}

const by = (sha: string, at: string, share: number | null): NonNullable<Outcome["deployment"]> => ({
  id: null,
  sha,
  at,
  state: "success",
  ...(share === null ? {} : { share }),
});

function words({ sha, state, share }: NonNullable<Outcome["deployment"]>): string {
  const short = sha.slice(0, 7);
  if (state === "failure") return `The deployment of ${short} failed.`;
  const far =
    share === undefined || share >= 0.95
      ? ""
      : ` It serves ${Math.round(share * 100)}% of the requests so far.`;
  return `${short} is deployed and carries the change.${far}`;
}
