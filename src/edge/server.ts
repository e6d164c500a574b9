import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { type OtlpAnswer, otlpError } from "./otlp/answer.ts";
import type { OtlpReceiver } from "./otlp/receive.ts";

export interface EdgeServerDeps {
  otlp: OtlpReceiver;
  /** Everything else on the port. */
  rest: RequestListener;
  /** Told of what should never happen; the sender gets a 500. */
  failed(error: unknown): void;
}

/** Milliseconds. */
export interface EdgeTimeouts {
  /** For the head of a request. */
  head: number;
  /** For a whole request, from its first byte to its last: a sender that trickles is cut off. */
  request: number;
  /** Between requests on one connection. */
  idle: number;
  /** For the rest of a body that was refused. */
  drain: number;
}

/** Idle connections stay longer than the usual load balancer keeps them: the one who closes first must not be us. */
export const EDGE_TIMEOUTS: EdgeTimeouts = { head: 10_000, request: 60_000, idle: 75_000, drain: 5_000 };

/**
 * The HTTP server of the one port. `/v1/*` is OTLP and goes to its receiver straight from Node's own request;
 * a sender who asks first (`Expect: 100-continue`, RFC 9110 section 10.1.1) gets a refusal before it sends a body.
 */
export function edgeServer(deps: EdgeServerDeps, timeouts: EdgeTimeouts = EDGE_TIMEOUTS): Server {
  const handle = (request: IncomingMessage, response: ServerResponse, goOn: () => void): void => {
    if (request.url?.startsWith("/v1/")) {
      deps.otlp(request, goOn).then(
        (answer) => {
          if (answer !== "gone") send(answer, request, response, timeouts.drain);
        },
        (error: unknown) => {
          deps.failed(error);
          send(
            otlpError("json", 500, "an error of this service: it is logged"),
            request,
            response,
            timeouts.drain,
          );
        },
      );
    } else {
      goOn();
      deps.rest(request, response);
    }
  };
  const server = createServer(
    {
      headersTimeout: timeouts.head,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.idle,
      connectionsCheckingInterval: Math.min(timeouts.head, 5_000),
    },
    (request, response) => handle(request, response, () => {}),
  );
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) =>
    handle(request, response, () => response.writeContinue()),
  );
  return server;
}

/**
 * Writes the answer. Where the body was refused unread, the connection outlives it only for the sender to get
 * to the answer: closing at once would reset it, and the answer with it (RFC 9112 section 9.6).
 */
function send(answer: OtlpAnswer, request: IncomingMessage, response: ServerResponse, drainMs: number): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(answer.status, answer.headers);
  // Without a body the head alone is one write.
  if (answer.body.length === 0) response.end();
  else response.end(answer.body);
  if (request.complete) return;
  request.resume();
  const late = setTimeout(() => request.destroy(), drainMs);
  request.once("close", () => clearTimeout(late));
}
