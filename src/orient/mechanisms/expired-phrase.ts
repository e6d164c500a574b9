/** How issuers, libraries and stores say that something held once and does so no more (RFC 7519, section 4.1.4). */
export const EXPIRED =
  /\b(?:[Tt]oken|JWT|jwt|[Ss]ession|[Ss]ignature|[Cc]redentials?|[Rr]equest|[Ll]ink|URL|[Ll]ease|[Gg]rant)(?: is| has| have)? expired\b|\bexpired (?:token|jwt|session|signature|credentials?|url|link|lease)\b|\bExpiredToken\b|\bTokenExpired|\b"?exp"? claim\b|claim timestamp check failed|\bsignature has expired\b/;
