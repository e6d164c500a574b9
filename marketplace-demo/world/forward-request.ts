import { type Agent, type IncomingMessage, request, type ServerResponse } from "node:http";

export type Upstream = { port: number; agent: Agent };

/** Headers that belong to one connection and not to the message (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The upstream did not answer; `connectionReused` says that an idle connection may simply have gone stale. */
export class UpstreamUnreachable extends Error {
  readonly connectionReused: boolean;
  constructor(cause: Error, connectionReused: boolean) {
    super(cause.message, { cause });
    this.name = "UpstreamUnreachable";
    this.connectionReused = connectionReused;
  }
}

/**
 * Sends one request on to `127.0.0.1:port` and streams the answer back as it comes (server-sent events too).
 * `body` is what was read of the request already; without it the request is streamed.
 *
 * Resolves when the answer has been sent; rejects with {@link UpstreamUnreachable} while nothing of an answer
 * has been written, so that the caller may try again or say 502.
 */
export function forwardRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  upstream: Upstream,
  body?: Buffer,
  onAnswer?: (status: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = messageHeaders(incoming.rawHeaders);
    if (body === undefined && incoming.headers["transfer-encoding"] !== undefined) {
      headers.push("transfer-encoding", "chunked");
    }
    const onward = request({
      host: "127.0.0.1",
      port: upstream.port,
      method: incoming.method,
      path: incoming.url,
      headers,
      agent: upstream.agent,
      setHost: false,
    });
    const abandon = () => onward.destroy();
    outgoing.once("close", abandon);
    onward.once("response", (answer) => {
      onAnswer?.(answer.statusCode ?? 502);
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, messageHeaders(answer.rawHeaders));
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      answer.once("error", () => outgoing.destroy());
      outgoing.once("close", resolve);
    });
    onward.once("error", (error) => {
      outgoing.off("close", abandon);
      if (outgoing.headersSent || outgoing.destroyed) {
        outgoing.destroy();
        resolve();
      } else {
        reject(new UpstreamUnreachable(error, onward.reusedSocket));
      }
    });
    if (body === undefined) incoming.pipe(onward);
    else onward.end(body);
  });
}

function messageHeaders(raw: string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] as string;
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, raw[index + 1] as string);
  }
  return kept;
}
