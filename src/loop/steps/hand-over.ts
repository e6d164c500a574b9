import type { Incident, LookBeside } from "../../contracts/incident.ts";
import type { Peers } from "../part.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** More looks than any of them is given. */
const ENOUGH = 99;

/**
 * Another incident is about the same commit: it is told of everything that broke here, and once that stands in its record
 * this one ends. Where the other one has ended meanwhile, or takes its change back, this one goes on by itself.
 */
export async function handOver(incident: Incident, ports: LoopPorts, peers: Peers): Promise<StepResult> {
  const { sameAs, anomaly, related } = incident;
  if (!sameAs) throw new Error(`Incident ${incident.id} has nobody to be handed over to.`);
  const other = await ports.store.get(sameAs.incident);
  if (!other || other.closed || other.rollback || other.attempts.length > 0)
    return {
      change: { sameAs: null, plan: null, verdict: null, waiting: null },
      thoughts: [thought("brain", "The incident with the same cause is over, or is not: I go on by myself.")],
    };
  const known = new Set([other.anomaly, ...other.related].map(({ fingerprint }) => fingerprint));
  const missing = [anomaly, ...related].filter(({ fingerprint }) => !known.has(fingerprint));
  const at = new Date(ports.clock.now()).toISOString();
  const issue = other.issue?.number ?? null;
  const pullRequest = other.outcome.pullRequest?.number ?? null;
  if (missing.length === 0)
    return {
      change: {
        sameAs: { ...sameAs, issue, pullRequest, asked: sameAs.asked ?? at },
        closed: { at, as: "same-cause" },
        needsHuman: null,
        waiting: null,
      },
      thoughts: [
        thought("brain", `Same cause as ${issue === null ? other.id : `#${issue}`}: it goes on there.`),
      ],
    };
  for (const one of missing) peers.tell(other.id, one, lookOf(one.fingerprint, incident, at));
  return { change: sameAs.asked === null ? { sameAs: { ...sameAs, asked: at } } : {}, thoughts: [] };
}

/** What was made of it here: it need not be looked at there once more. */
function lookOf(fingerprint: string, { diagnosis, beside }: Incident, at: string): LookBeside {
  const found = beside.find((one) => one.fingerprint === fingerprint);
  const { decision = "unknown", suspect = null, confidence = 0 } = diagnosis ?? {};
  return found ?? { fingerprint, at, looks: ENOUGH, decision, suspect, confidence };
}
