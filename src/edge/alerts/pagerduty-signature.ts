import { hmacMatches } from "./hmac-matches.ts";

/** While a secret is changed PagerDuty signs with the old and the new one. */
const MOST_SIGNATURES = 10;

/**
 * Whether this secret made one of a PagerDuty webhook's signatures: `v1=HEX[,v1=HEX]`, each HMAC-SHA256 over the
 * raw body.
 * @see https://developer.pagerduty.com/docs/verifying-webhook-signatures
 */
export function pagerDutySigned(
  body: Buffer,
  header: (name: string) => string | undefined,
  secret: string,
): boolean {
  return (header("x-pagerduty-signature") ?? "")
    .split(",", MOST_SIGNATURES)
    .map((signature) => signature.trim())
    .filter((signature) => signature.startsWith("v1="))
    .some((signature) => hmacMatches(secret, body, signature.slice(3)));
}
