import { promisify } from "node:util";
import { createGunzip, gunzip, type ZlibOptions } from "node:zlib";
import type { RoomShare } from "./room.ts";

export type GunzipRefusal = "too-large" | "no-room" | "corrupt";

const inflate = promisify(gunzip) as (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>;

/** Up to here a body is unfolded in one piece, where it says how large it is. */
const ONE_PIECE = 8 * 1024 * 1024;
const PIECE = 64 * 1024;
/** The head and the trailer of one gzip member take 18 bytes; the trailer ends with the size (RFC 1952). */
const LEAST_MEMBER = 18;

/**
 * Decompresses a gzip body (RFC 1952; several members in a row are one body) outside the main thread. A small
 * body that would unfold to gigabytes never does: the size that it claims for itself is believed only as far
 * as memory is set aside for it, and beyond that it is read piece by piece up to `limit`.
 * @param limit bytes after decompression
 */
export async function gunzipBody(
  bytes: Buffer,
  limit: number,
  room: RoomShare,
): Promise<Buffer | GunzipRefusal> {
  const claimed = bytes.length < LEAST_MEMBER ? 0 : bytes.readUInt32LE(bytes.length - 4);
  if (claimed === 0 || claimed > Math.min(limit, ONE_PIECE)) return inPieces(bytes, limit, room);
  if (!room.take(claimed)) return "no-room";
  try {
    // Room for one byte more than the claim, or zlib would ask for a second piece to learn that it is done.
    return await inflate(bytes, { chunkSize: Math.max(64, claimed + 1), maxOutputLength: claimed });
  } catch (error) {
    // It is larger than it claims, as several members are, whose last alone the claim is about.
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return inPieces(bytes, limit, room);
    return "corrupt";
  }
}

async function inPieces(bytes: Buffer, limit: number, room: RoomShare): Promise<Buffer | GunzipRefusal> {
  const parts: Buffer[] = [];
  let size = 0;
  const stream = createGunzip({ chunkSize: PIECE });
  stream.end(bytes);
  try {
    // Leaving the loop early destroys the stream.
    for await (const part of stream as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > limit) return "too-large";
      if (!room.take(part.length)) return "no-room";
      parts.push(part);
    }
  } catch {
    return "corrupt";
  }
  return Buffer.concat(parts, size);
}
