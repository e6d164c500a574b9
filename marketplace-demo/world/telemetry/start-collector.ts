import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ExportQueue, startExportQueue } from "./export-queue.ts";
import type { OtlpBatch, OtlpSignal } from "./otlp-batch.ts";
import { createTailSampler, type TailSampler } from "./sample-tail.ts";

export type Collector = {
  /** What the services get as OTEL_EXPORTER_OTLP_ENDPOINT. */
  url: string;
  /** Every batch, as it came; the listener must not throw. */
  onBatch(listener: (batch: OtlpBatch) => void): void;
  /** From now on the same bytes also go to this OTLP endpoint. */
  forwardTo(destination: { url: string; token: string }): void;
  /** From now on only failing and slow traces go there, and one in so many of the others. */
  sampleTraces(oneIn: number): void;
  counts(): { received: number; forwarded: number; dropped: number; waiting: number };
  close(): Promise<void>;
};

const SIGNALS: Record<string, OtlpSignal> = {
  "/v1/traces": "traces",
  "/v1/metrics": "metrics",
  "/v1/logs": "logs",
};
const LARGEST_BODY = 64 * 1024 * 1024;

/**
 * The fan-out collector of the marketplace's team: takes OTLP/HTTP from the services, hands it to whoever
 * listens here, and passes the bytes on, unread unless it samples, to the engine. It answers the services at once and keeps its
 * own queue, so that a slow or absent receiver never holds up a service.
 *
 * @param token the bearer token that the services present.
 */
export async function startCollector(token: string): Promise<Collector> {
  const listeners: ((batch: OtlpBatch) => void)[] = [];
  let queue: ExportQueue | undefined;
  let sampler: TailSampler | undefined;
  let received = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const signal = SIGNALS[request.url ?? ""];
    if (!signal) return refuse(response, 404, "POST to /v1/traces, /v1/metrics or /v1/logs");
    if (request.method !== "POST") return refuse(response, 405, "only POST is understood");
    if (request.headers.authorization !== `Bearer ${token}`) {
      return refuse(response, 401, "the bearer token is not the collector's");
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request) {
      size += (chunk as Buffer).length;
      if (size > LARGEST_BODY) return refuse(response, 413, "the body is larger than 64 MiB");
      chunks.push(chunk as Buffer);
    }
    const batch: OtlpBatch = {
      signal,
      contentType: request.headers["content-type"] ?? "",
      contentEncoding: request.headers["content-encoding"],
      body: Buffer.concat(chunks),
      receivedAt: Date.now(),
    };
    received += 1;
    const json = batch.contentType.startsWith("application/json");
    // An Export…ServiceResponse without fields: zero bytes in protobuf, an empty object in JSON.
    response.writeHead(200, { "content-type": json ? "application/json" : "application/x-protobuf" });
    response.end(json ? "{}" : "");
    if (sampler && signal === "traces") sampler.take(batch);
    else queue?.push(batch);
    for (const listener of listeners) listener(batch);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => refuse(response, 400, error.message));
  });
  server.keepAliveTimeout = 75_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onBatch(listener) {
      listeners.push(listener);
    },
    forwardTo(destination) {
      queue = startExportQueue(destination);
    },
    sampleTraces(oneIn) {
      sampler?.stop();
      sampler = createTailSampler(oneIn, (batch) => queue?.push(batch));
    },
    counts: () => ({ received, ...(queue?.counts() ?? { forwarded: 0, dropped: 0, waiting: 0 }) }),
    async close() {
      sampler?.stop();
      queue?.stop();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ message }));
}
