import type { IncomingHttpHeaders } from "node:http";
import { isLoopback } from "./is-loopback.ts";

/**
 * Whether a request comes from this machine, and was meant for it. Behind a proxy on the same machine everybody seems to be
 * on it, so that a forwarded request counts as one from elsewhere; and a page of somebody else's may have its own name
 * resolve to loopback (DNS rebinding), so that the name asked for must be loopback's.
 */
export function fromThisMachine(
  peer: string | undefined,
  headers: Pick<IncomingHttpHeaders, "host" | "forwarded"> & { "x-forwarded-for"?: unknown },
): boolean {
  if (headers.forwarded !== undefined || headers["x-forwarded-for"] !== undefined) return false;
  const name = URL.parse(`http://${headers.host ?? ""}`)?.hostname ?? "";
  return peer !== undefined && /^(?:::ffff:)?127\.|^::1$/.test(peer) && isLoopback(name);
}
