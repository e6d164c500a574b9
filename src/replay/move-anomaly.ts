import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";
import { fingerprint } from "../observe/fingerprint.ts";
import { sanitise } from "../safety/sanitise.ts";

/** Likelier than everything else together. */
const SURE = 0.5;

/**
 * The service where the comparison of traces is sure that an anomaly began, if that is another one than where it shows
 * and sends telemetry itself: a way that became slow, or a message that was lost, shows only in who waits for it.
 */
export function placeElsewhere(
  { service }: Anomaly,
  { localisation }: Evidence,
  services: ReadonlySet<string>,
): Evidence["localisation"][number] | null {
  const scores = new Map<string, number>();
  for (const place of localisation) {
    scores.set(place.service, (scores.get(place.service) ?? 0) + place.score);
  }
  const place = localisation.find((one) => (scores.get(one.service) ?? 0) >= SURE);
  return place && place.service !== service && services.has(place.service) ? place : null;
}

/** The same anomaly, told of the place where it began. What was measured stays what its victim shows. */
export function moveAnomaly(
  anomaly: Anomaly,
  { service, operation }: { service: string; operation: string },
): Anomaly {
  const { repository, environment, symptom } = anomaly;
  const where = operation === "*" ? service : `${operation} of ${service}`;
  return {
    ...anomaly,
    fingerprint: fingerprint({ repository, environment, service, operation, symptom }),
    service,
    operation,
    blastRadius: [...new Set([anomaly.service, ...anomaly.blastRadius])].filter((one) => one !== service),
    summary: sanitise(`${anomaly.summary} By the traces it began at ${where}.`, 500),
  };
}
