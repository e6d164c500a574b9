import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { RepositoryName } from "../contracts/repository.ts";
import { LIMITS } from "../safety/limits.ts";

const Repositories = z.array(RepositoryName).min(1).max(100);
const SHAPE = /^sre1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

/**
 * An ingest token: `sre1.PAYLOAD.MAC`, where PAYLOAD is the base64url of a JSON array of repositories and
 * MAC the base64url of HMAC-SHA256 over `sre1.PAYLOAD`. It does not expire; a new secret voids all of them.
 * @param secret `SRE_INGEST_SECRET`
 * @param repositories `owner/name`; the closed set that what arrives with this token may belong to
 * @throws Error where the secret is empty, a name is none, or there are too many for one header
 */
export function mintIngestToken(secret: string, repositories: readonly string[]): string {
  const names = Repositories.safeParse([...new Set(repositories)].sort());
  if (!names.success) {
    throw new Error("cannot mint an ingest token: name 1 to 100 repositories, each as OWNER/REPO");
  }
  const signed = `sre1.${Buffer.from(JSON.stringify(names.data)).toString("base64url")}`;
  const token = `${signed}.${macOf(secret, signed).toString("base64url")}`;
  if (token.length > LIMITS.ingestToken) {
    throw new Error("cannot mint an ingest token: too many repositories for one header; use several tokens");
  }
  return token;
}

/**
 * The repositories that a token names, or null where this secret did not sign it.
 * @throws Error where the secret is empty: with it, anybody could sign
 */
export function readIngestToken(secret: string, token: string): readonly string[] | null {
  if (token.length > LIMITS.ingestToken) return null;
  const match = SHAPE.exec(token);
  if (match === null) return null;
  const [, payload = "", mac = ""] = match;
  const expected = macOf(secret, `sre1.${payload}`);
  if (!timingSafeEqual(Buffer.from(mac, "base64url"), expected)) return null;
  try {
    return Repositories.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}

function macOf(secret: string, signed: string): Buffer {
  if (secret === "")
    throw new Error("the ingest secret is empty: set SRE_INGEST_SECRET to a long random text");
  return createHmac("sha256", secret).update(signed).digest();
}
