import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";

export type BodyRefusal = "too-large" | "corrupt" | "no-room";

/**
 * Reads a request's body, decompressing it on the way, and stops at the first byte beyond `limit`: a small
 * body that would unfold to gigabytes never does. The rest of a refused body is left to the server to drain.
 * @param body as `requestBody` gives it
 * @param gzip whether the content is gzip-encoded (RFC 1952; several members in a row are one body)
 * @param limit bytes after decompression
 * @param reserve asked for room before bytes are kept; false refuses the body as "no-room"
 * @returns the bytes; "corrupt" where they are no gzip, or the sender went away
 */
export async function readBody(
  body: AsyncIterable<Uint8Array> | null,
  gzip: boolean,
  limit: number,
  reserve: (bytes: number) => boolean = () => true,
): Promise<Buffer | BodyRefusal> {
  if (body === null) return gzip ? "corrupt" : Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of gzip ? gunzipped(body) : body) {
      size += chunk.length;
      if (size > limit) return "too-large";
      if (!reserve(chunk.length)) return "no-room";
      parts.push(chunk);
    }
  } catch {
    return "corrupt";
  }
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return Buffer.from(only.buffer, only.byteOffset, only.length);
  return Buffer.concat(parts, size);
}

function gunzipped(body: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  // The callback's error also reaches whoever iterates, and is handled there.
  return pipeline(body, createGunzip({ chunkSize: 64 * 1024 }), () => {});
}
