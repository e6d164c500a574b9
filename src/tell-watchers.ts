import type { Logger } from "pino";
import type { Incident } from "./contracts/incident.ts";
import type { Feed } from "./monitor/feed.ts";
import { incidentCard } from "./monitor/incident-card.ts";
import { thoughtLine } from "./monitor/thought-line.ts";

/**
 * Tells whoever watches, on the page and in the log, what is new about an incident; each thought once.
 *
 * @param log null where it stands in the log of whoever thought it
 */
export function tellWatchers(
  feed: Feed,
  log: Logger | null,
  now: () => number,
): (incident: Incident) => void {
  const told = new Map<string, Set<string>>();
  return (incident) => {
    const { id, anomaly } = incident;
    feed.push("incident", { id, markup: incidentCard(incident, now()).toString() }, incident.repository);
    const before = told.get(id) ?? new Set();
    told.set(id, before);
    for (const thought of incident.thoughts) {
      const key = `${thought.at} ${thought.agent} ${thought.text}`;
      if (before.has(key)) continue;
      before.add(key);
      log?.info({ incident: id, service: anomaly.service, agent: thought.agent }, thought.text);
      const line = thoughtLine({ incident: id, service: anomaly.service, thought });
      feed.push("thought", { incident: id, markup: line.toString() }, incident.repository);
    }
    if (incident.closed && incident.issue?.state === "closed") told.delete(id);
  };
}
