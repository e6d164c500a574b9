import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The secret that ingest tokens are made with, kept in `ingest-secret` in the data directory; made there,
 * readable by its owner alone, where there is none. Two processes that start at once agree on one.
 */
export function ensureIngestSecret(dataDir: string): string {
  const path = join(dataDir, "ingest-secret");
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(path, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const secret = readFileSync(path, "utf8").trim();
  if (secret.length < 16)
    throw new Error(
      `${path} holds no secret. Remove the file to have a new one made, or set SRE_INGEST_SECRET.`,
    );
  return secret;
}
