import type { File } from "../../contracts/ports/repo-reader.ts";
import type { Client } from "../create-client.ts";
import { findEntry } from "./find-entry.ts";

/**
 * A file at a commit, by tree and blob and not by the contents API, which tells no mode and ends at 1 MB.
 * Null where there is no such file; a folder and a submodule are none.
 */
export async function readFile(
  client: Client,
  at: { owner: string; repo: string },
  path: string,
  ref: string,
): Promise<File | null> {
  const entry = await findEntry(client, at, path, ref);
  if (entry?.type !== "blob") return null;
  const { data } = await client.rest.git.getBlob({ ...at, file_sha: entry.sha });
  const bytes = Buffer.from(data.content, data.encoding === "base64" ? "base64" : "utf8");
  const content = decodeText(bytes);
  return { path, mode: entry.mode, blob: entry.sha, content: content ?? "", binary: content === null };
}

/** Null where the bytes are no UTF-8 text, by git's own sign too: a NUL byte. */
function decodeText(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
