import type { IncomingMessage } from "node:http";
import { freeBytes } from "./free-bytes.ts";
import type { RoomShare } from "./room.ts";

export type CollectRefusal = "too-large" | "no-room" | "gone";

/**
 * The bytes of a request's body as they were sent. After a refusal the rest of it is left unread: whoever
 * answers decides what becomes of the connection.
 * @param limit bytes, as sent
 * @returns "gone" where the sender went away, or was cut off for being too slow, before the end
 */
export function collectBody(
  request: IncomingMessage,
  limit: number,
  room: RoomShare,
): Promise<Buffer | CollectRefusal> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const done = (outcome: Buffer | CollectRefusal): void => {
      request.off("data", take).off("end", end).off("close", gone).off("error", gone);
      resolve(outcome);
    };
    const take = (part: Buffer): void => {
      size += part.length;
      if (size > limit) done("too-large");
      else if (!room.take(part.length)) done("no-room");
      else parts.push(part);
    };
    const end = (): void => done(parts.length === 1 ? (parts[0] as Buffer) : joined(parts, size));
    const gone = (): void => done("gone");
    request.on("data", take).on("end", end).on("close", gone).on("error", gone);
  });
}

/** In memory of its own, which `freeBytes` can give back. */
function joined(parts: readonly Buffer[], size: number): Buffer {
  const whole = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const part of parts) {
    at += part.copy(whole, at);
    freeBytes(part);
  }
  return whole;
}
