import type { Incident } from "../contracts/incident.ts";
import type { LoadedPolicy } from "../contracts/policy.ts";
import type { Decision } from "../contracts/verdict.ts";
import { replayJudgement } from "../replay/replay-judgement.ts";

/** A past incident under today's file and under another. Null where it would have to be diagnosed anew. */
export interface Replayed {
  issue: number | null;
  at: string;
  today: Decision | null;
  proposed: Decision | null;
}

/** The newest incidents that were judged, each under both, as it would have gone without any person. Newest first. */
export function replayUnder(
  incidents: readonly Incident[],
  before: LoadedPolicy,
  after: LoadedPolicy,
  most: number,
): Replayed[] {
  const judged = incidents.filter((incident) => incident.judged !== null).slice(0, most);
  const under = (incident: Incident, { policy, source }: LoadedPolicy) =>
    replayJudgement(incident.judged, { policy, source })?.decision ?? null;
  return judged.map((incident) => ({
    issue: incident.issue?.number ?? null,
    at: incident.anomaly.onset.at,
    today: under(incident, before),
    proposed: under(incident, after),
  }));
}
