import type { Meter } from "@opentelemetry/api";
import type { Incident } from "../contracts/incident.ts";

/** Of so many that ended it is remembered that they were counted. */
const MOST_ENDED = 1_000;
/** From the second in which a fault is seen to the hours of a slow deployment, in seconds. */
const SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400];

/** What was counted of one incident. */
interface Counted {
  opened: boolean;
  diagnosed: boolean;
  merges: number;
  rollbacks: number;
  closed: boolean;
  tokens: number;
  writes: number;
}

/**
 * Counts what becomes of incidents, and how long it takes. What an incident had come to before this process took it up
 * was counted by another.
 *
 * @param startedMs when this process started, epoch milliseconds
 * @returns to be told every new state of every incident
 */
export function incidentMetrics(meter: Meter, startedMs: number): (incident: Incident) => void {
  const count = (name: string, description: string, unit = "{incident}") =>
    meter.createCounter(`sre_space.${name}`, { description, unit });
  const time = (name: string, description: string) =>
    meter.createHistogram(`sre_space.incident.${name}.duration`, {
      description,
      unit: "s",
      advice: { explicitBucketBoundaries: SECONDS },
    });
  const opened = count("incidents.opened", "Incidents opened");
  const diagnosed = count("incidents.diagnosed", "Incidents of which Brain decided for the first time");
  const merged = count("changes.merged", "Changes merged, those among them that took one back", "{change}");
  const rolledBack = count("changes.rolled_back", "Own changes that were to be taken back", "{change}");
  const closed = count("incidents.closed", "Incidents closed, by how they ended");
  const tokens = count("model.tokens", "Tokens that models were given and gave", "{token}");
  const writes = count("github.writes", "Requests by which something was written on GitHub", "{request}");
  const detect = time("detect", "From the onset of a fault to its incident");
  const diagnose = time("diagnose", "From an incident's opening to Brain's first decision");
  const merge = time("merge", "From an incident's opening to the first merge");
  const heal = time("heal", "From the onset of a fault to its healed incident");
  const open = new Map<string, Counted>();
  const ended = new Map<string, Counted>();

  return (incident) => {
    const past = ended.get(incident.id);
    if (past && incident.closed) return;
    // A person has taken it up again.
    ended.delete(incident.id);
    const of = { repository: incident.repository };
    const openedMs = Date.parse(incident.openedAt);
    const now = Date.parse(incident.updatedAt);
    const before = open.get(incident.id) ?? past ?? taken(incident, openedMs < startedMs);
    const after = countedOf(incident);
    open.set(incident.id, after);

    if (!before.opened) {
      opened.add(1, { ...of, symptom: incident.anomaly.symptom });
      detect.record(seconds(Date.parse(incident.anomaly.onset.at), openedMs), of);
    }
    if (after.diagnosed && !before.diagnosed) {
      diagnosed.add(1, { ...of, decision: incident.diagnosis?.decision ?? "unknown" });
      diagnose.record(seconds(openedMs, now), of);
    }
    if (after.merges > before.merges) {
      merged.add(after.merges - before.merges, of);
      if (before.merges === 0) merge.record(seconds(openedMs, now), of);
    }
    rolledBack.add(Math.max(0, after.rollbacks - before.rollbacks), of);
    tokens.add(Math.max(0, after.tokens - before.tokens), of);
    writes.add(Math.max(0, after.writes - before.writes), of);
    if (incident.closed && !before.closed) {
      closed.add(1, { ...of, as: incident.closed.as });
      if (incident.closed.as === "healed")
        heal.record(seconds(Date.parse(incident.anomaly.onset.at), Date.parse(incident.closed.at)), of);
    }
    // Until it is remembered it may cost another write, and be told once more.
    if (!incident.closed || !incident.remembered) return;
    open.delete(incident.id);
    ended.set(incident.id, { ...after, closed: false });
    for (const oldest of ended.keys()) if (ended.size > MOST_ENDED) ended.delete(oldest);
  };
}

function countedOf(incident: Incident): Counted {
  const { attempts, outcome, rollback, diagnosis } = incident;
  const past = attempts.filter((attempt) => attempt.rollback?.merge).length;
  return {
    opened: true,
    diagnosed: diagnosis !== null && diagnosis.decision !== "unknown",
    merges: attempts.length + past + (outcome.merge ? 1 : 0),
    rollbacks: past + (rollback ? 1 : 0),
    closed: incident.closed !== null,
    tokens: diagnosis?.tokens ?? 0,
    writes: incident.writes,
  };
}

/** What counts as counted when an incident is seen for the first time: nothing of one that is new. */
function taken(incident: Incident, isOlder: boolean): Counted {
  if (isOlder) return countedOf(incident);
  return { opened: false, diagnosed: false, merges: 0, rollbacks: 0, closed: false, tokens: 0, writes: 0 };
}

function seconds(from: number, to: number): number {
  return Math.max(0, (to - from) / 1000);
}
