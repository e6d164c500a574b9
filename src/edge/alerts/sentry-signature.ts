import { hmacMatches } from "./hmac-matches.ts";

/** How far Sentry's clock and ours may be apart, and how long a delivery may be on its way. */
const OLDEST_MS = 10 * 60_000;

/**
 * Whether this secret signed a Sentry webhook: HMAC-SHA256 in hex over the raw body. The time is not under the
 * signature, so that an old one is refused for what it is and a repeat is known by its content.
 *
 * @param now epoch milliseconds
 * @see https://docs.sentry.io/organization/integrations/integration-platform/webhooks/#verifying-the-signature
 */
export function sentrySigned(
  body: Buffer,
  header: (name: string) => string | undefined,
  secret: string,
  now: number,
): boolean {
  // Epoch seconds; a fraction is allowed.
  const sent = Number(header("sentry-hook-timestamp") ?? Number.NaN) * 1000;
  if (!(Math.abs(now - sent) <= OLDEST_MS)) return false;
  return hmacMatches(secret, body, header("sentry-hook-signature") ?? "");
}
