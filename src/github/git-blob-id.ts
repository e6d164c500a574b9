import { createHash } from "node:crypto";

/**
 * The id that git gives to a blob of this text, in the hash that `like` (any id of the repository) uses:
 * https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export function gitBlobId(text: string, like: string): string {
  const bytes = Buffer.from(text, "utf8");
  return createHash(like.length === 64 ? "sha256" : "sha1")
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest("hex");
}
