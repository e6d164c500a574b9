import type { ServiceBook } from "../service-book.ts";

const LEAST_SILENCE_MS = 120_000;
/** What has been silent for a day is no news any more. */
const MOST_SILENCE_MS = 86_400_000;
/** Seconds before the silence that say how much was to be expected. */
const BEFORE_SECONDS = 600;
/** With so many requests expected, none by chance is e^-30. */
const EXPECTED = 30;

/**
 * Credentials from which nothing comes any more, in words for people. When all services of one fall silent at once, it is
 * the collector, the network or the credential, and no service that anybody could put right: Scout says that it is blind
 * there, and raises no alarm. Where few requests come anyway, silence says nothing.
 *
 * @param now epoch milliseconds.
 */
export function silentCredentials(services: ServiceBook, now: number): string[] {
  const byScope = new Map<string, { lastMs: number; services: number; requests: number }>();
  for (const record of services.all()) {
    for (const scope of record.scopes) {
      const known = byScope.get(scope) ?? { lastMs: 0, services: 0, requests: 0 };
      known.lastMs = Math.max(known.lastMs, record.lastSeenMs);
      known.services++;
      byScope.set(scope, known);
    }
  }
  const isSilent = ({ lastMs }: { lastMs: number }) =>
    now - lastMs >= LEAST_SILENCE_MS && now - lastMs < MOST_SILENCE_MS;
  if (![...byScope.values()].some(isSilent)) return [];
  for (const record of services.all()) {
    for (const scope of record.scopes) {
      const known = byScope.get(scope);
      if (!known || !isSilent(known)) continue;
      const last = Math.floor(known.lastMs / 1000);
      known.requests += record.whole.sum(last - BEFORE_SECONDS + 1, last).requests;
    }
  }
  return [...byScope]
    .filter(([, known]) => isSilent(known))
    .flatMap(([scope, known]) => {
      const silentMs = now - known.lastMs;
      if ((known.requests / BEFORE_SECONDS) * (silentMs / 1000) < EXPECTED) return [];
      const minutes = Math.floor(silentMs / 60_000);
      const whose = known.services === 1 ? "its one service" : `any of its ${known.services} services`;
      return [
        `No telemetry has come for ${minutes} min with the token of ${scope.replaceAll(",", ", ")}, of ${whose}: look at the collector, the network and the token. Until it comes again, nothing there can be seen.`,
      ];
    });
}
