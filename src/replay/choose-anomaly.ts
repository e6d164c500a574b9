import type { Anomaly } from "../contracts/anomaly.ts";
import type { Alert } from "../contracts/signal.ts";

/** What one cause breaks breaks within this time. */
const TOGETHER_MS = 60_000;

/**
 * The anomaly that a bundle is about, of those that Scout found: the one that an alert names, or that makes the
 * service suffer which the alert names; else, of those that began first, the one that is nobody's victim and makes
 * most others suffer.
 */
export function chooseAnomaly(found: readonly Anomaly[], alerts: readonly Alert[]): Anomaly | null {
  const named = new Set(alerts.flatMap(({ service }) => (service ? [service] : [])));
  const meant = found.filter(
    ({ service, blastRadius }) => named.has(service) || blastRadius.some((one) => named.has(one)),
  );
  const among = meant.length > 0 ? meant : found;
  const first = Math.min(...among.map(({ onset }) => Date.parse(onset.at)));
  const together = among.filter(({ onset }) => Date.parse(onset.at) - first <= TOGETHER_MS);
  const suffers = ({ service }: Anomaly) =>
    together.some((other) => other.service !== service && other.blastRadius.includes(service));
  const origins = together.filter((one) => !suffers(one));
  const candidates = origins.length > 0 ? origins : together;
  const rank = (one: Anomaly) => one.blastRadius.length;
  return (
    candidates.toSorted(
      (a, b) => rank(b) - rank(a) || Date.parse(a.detectedAt) - Date.parse(b.detectedAt),
    )[0] ?? null
  );
}
