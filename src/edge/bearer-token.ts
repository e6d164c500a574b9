/** The token of an `Authorization: Bearer` header (RFC 6750); undefined where there is none. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
}
