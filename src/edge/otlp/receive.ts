import { type Context, Hono } from "hono";
import type { TelemetrySignal } from "../../contracts/signal.ts";
import { LIMITS } from "../../safety/limits.ts";
import { bearerToken } from "../bearer-token.ts";
import { readBody } from "../read-body.ts";
import { OTLP_MEDIA_TYPES, type OtlpFormat, otlpError, otlpSuccess } from "./answer.ts";
import type { Decoded } from "./decoded.ts";
import { decodeLogsJson } from "./json/logs.ts";
import { decodeMetricsJson } from "./json/metrics.ts";
import { decodeTracesJson } from "./json/traces.ts";
import { MalformedOtlp } from "./malformed-otlp.ts";
import { OversizedOtlp } from "./oversized-otlp.ts";
import { decodeLogs } from "./protobuf/logs.ts";
import { decodeMetrics } from "./protobuf/metrics.ts";
import { decodeTraces } from "./protobuf/traces.ts";

export interface OtlpDeps {
  /** The repositories that a bearer token names; null refuses it. */
  authenticate(bearer: string | undefined): readonly string[] | null;
  accept(signal: TelemetrySignal): "accepted" | "overloaded";
  /** Epoch milliseconds. */
  now(): number;
}

type Decode = (bytes: Buffer, receivedMs: number) => Decoded;

/** Path, the counter of its partial success, and its two decoders. */
const SIGNALS: readonly [path: string, counter: string, protobuf: Decode, json: Decode][] = [
  ["/v1/traces", "rejectedSpans", decodeTraces, decodeTracesJson],
  ["/v1/metrics", "rejectedDataPoints", decodeMetrics, decodeMetricsJson],
  ["/v1/logs", "rejectedLogRecords", decodeLogs, decodeLogsJson],
];

const RETRY = { "retry-after": "2" };

/**
 * OTLP/HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp). Refusals come in a fixed order: path,
 * method, content type and encoding, declared size, token, then (only now is the body read) its size after
 * decompression, and its syntax. Overload is 503 with `Retry-After`, which exporters take up again.
 */
export function otlpRoutes(deps: OtlpDeps): Hono {
  const app = new Hono();
  let inFlight = 0;

  for (const [path, counter, protobuf, json] of SIGNALS) {
    app.all(path, async (c) => {
      const format = formatOf(c);
      const refusal = refuseHead(c, format);
      if (format === undefined || refusal !== undefined) return refusal as Response;
      const repositories = deps.authenticate(bearerToken(c.req.header("authorization")));
      if (repositories === null) {
        return otlpError(format, 401, "send Authorization: Bearer with an ingest token of this service", {
          "www-authenticate": 'Bearer realm="otlp"',
        });
      }
      let reserved = 0;
      try {
        const gzip = c.req.header("content-encoding")?.trim().toLowerCase() === "gzip";
        const body = await readBody(c.req.raw.body, gzip, LIMITS.otlpBody, (bytes) => {
          if (inFlight + bytes > LIMITS.otlpInFlight) return false;
          inFlight += bytes;
          reserved += bytes;
          return true;
        });
        if (body === "no-room") return otlpError(format, 503, "busy with other requests: try again", RETRY);
        if (body === "too-large") return otlpError(format, 413, tooLarge);
        if (body === "corrupt") return otlpError(format, 400, "the body ends early or is not valid gzip");
        const now = deps.now();
        const decoded = (format === "json" ? json : protobuf)(body, now);
        const { telemetry, rejected, reason } = decoded;
        if (telemetry.spans.length + telemetry.points.length + telemetry.logs.length > 0) {
          const receivedAt = new Date(now).toISOString();
          const answer = deps.accept({ kind: "telemetry", repositories, receivedAt, telemetry });
          if (answer === "overloaded") return otlpError(format, 503, "overloaded: try again", RETRY);
        }
        return otlpSuccess(format, counter, rejected, reason);
      } catch (error) {
        if (error instanceof MalformedOtlp) return otlpError(format, 400, error.message);
        if (error instanceof OversizedOtlp) return otlpError(format, 413, error.message);
        throw error;
      } finally {
        inFlight -= reserved;
      }
    });
  }

  app.all("/v1/*", (c) =>
    otlpError(formatOf(c) ?? "json", 404, "no such OTLP path: use /v1/traces, /v1/metrics or /v1/logs"),
  );
  return app;
}

const tooLarge = `the body is larger than ${LIMITS.otlpBody} bytes after decompression: export smaller batches`;

function formatOf(c: Context): OtlpFormat | undefined {
  const type = c.req.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === OTLP_MEDIA_TYPES.protobuf) return "protobuf";
  return type === OTLP_MEDIA_TYPES.json ? "json" : undefined;
}

/** What the head of a request alone is refused for. */
function refuseHead(c: Context, format: OtlpFormat | undefined): Response | undefined {
  if (c.req.method !== "POST") {
    return otlpError(format ?? "json", 405, "use POST", { allow: "POST" });
  }
  if (format === undefined) {
    const types = Object.values(OTLP_MEDIA_TYPES).join(" or ");
    return otlpError("json", 415, `send Content-Type ${types}`, {
      accept: Object.values(OTLP_MEDIA_TYPES).join(", "),
    });
  }
  const encoding = c.req.header("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity" && encoding !== "") {
    return otlpError(format, 415, "send Content-Encoding gzip or none", {
      "accept-encoding": "gzip, identity",
    });
  }
  if (Number(c.req.header("content-length") ?? 0) > LIMITS.otlpBody) return otlpError(format, 413, tooLarge);
  return undefined;
}
