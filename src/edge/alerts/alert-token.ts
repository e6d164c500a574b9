import { bearerToken } from "../bearer-token.ts";

/**
 * The ingest token of an alert source: as a bearer token, or as the password of basic authentication
 * (RFC 7617), which is all that some sources can send.
 */
export function alertToken(header: string | undefined): string | undefined {
  const bearer = bearerToken(header);
  if (bearer !== undefined) return bearer;
  const basic = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? "")?.[1];
  if (basic === undefined) return undefined;
  const credentials = Buffer.from(basic, "base64").toString("utf8");
  const colon = credentials.indexOf(":");
  return colon < 0 ? undefined : credentials.slice(colon + 1);
}
