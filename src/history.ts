import type { History } from "./contracts/facts.ts";
import type { Incident } from "./contracts/incident.ts";
import type { Outcome } from "./contracts/outcome.ts";
import type { IncidentStore } from "./contracts/ports/incident-store.ts";

/** What one cause breaks in several places breaks within this time. */
const TOGETHER_MS = 120_000;
/** More than any day's budget of merges. */
const ACTED = 200;
/** The newest of all repositories, among which those are that break at the same time. */
const RECENT = 200;

/**
 * What SRE-Space has done to the repository of an incident before. Of the incident itself only what was tried before the
 * change that is under way: taking a merge back is part of having made it, so that no budget keeps it in.
 */
export async function historyOf(
  incident: Incident,
  store: IncidentStore,
  /** Why nothing may be merged in the repository; null where nothing stops it. */
  stop: string | null,
): Promise<History> {
  const others = (await store.acted(incident.repository, ACTED)).filter((other) => other.id !== incident.id);
  return {
    // One that was asked of GitHub may have been done, whatever we know of it.
    merges: [
      ...others.flatMap(mergesOf),
      ...(incident.rollback ? [] : mergesOf({ ...incident, outcome: {} })),
    ],
    inFlight: others.flatMap((other) =>
      (other.outcome.branch || other.rollback) && !other.closed && !other.needsHuman
        ? [
            {
              id: other.id,
              service: other.anomaly.service,
              suspect: other.rollback?.of ?? other.diagnosis?.suspect ?? null,
            },
          ]
        : [],
    ),
    openFixes: others.flatMap(({ id, anomaly, outcome, facts, closed }) =>
      outcome.branch && !outcome.merge && !closed && facts?.pullRequest?.state !== "closed"
        ? [{ id, fingerprint: anomaly.fingerprint, pullRequest: outcome.pullRequest?.number ?? null }]
        : [],
    ),
    failingElsewhere: unrelatedTo(incident, await store.recentAnomalies(RECENT)),
    paused: stop !== null,
    ...(stop === null ? {} : { stop }),
  };
}

/** Every merge of an incident, what was taken back and what took it back among them. */
function mergesOf({ outcome, attempts, anomaly }: Incident): History["merges"] {
  const all: Outcome[] = [...attempts.flatMap((one) => [one.outcome, one.rollback ?? {}]), outcome];
  return all.flatMap(({ merge, asked }) => {
    const at = merge?.at ?? asked?.at;
    return at === undefined ? [] : [{ at, fingerprint: anomaly.fingerprint, service: anomaly.service }];
  });
}

/** How many other repositories broke at about the same time, neither being in the other's blast radius. */
function unrelatedTo(
  { repository, anomaly }: Incident,
  recent: readonly Pick<Incident, "repository" | "anomaly">[],
): number {
  const began = Date.parse(anomaly.onset.at);
  const others = recent.filter(
    (other) =>
      other.repository !== repository &&
      Math.abs(Date.parse(other.anomaly.onset.at) - began) <= TOGETHER_MS &&
      !other.anomaly.blastRadius.includes(anomaly.service) &&
      !anomaly.blastRadius.includes(other.anomaly.service),
  );
  return new Set(others.map((other) => other.repository)).size;
}
