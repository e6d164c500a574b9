import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { constants, gzip, type ZlibOptions } from "node:zlib";
import type { HandedBatch } from "../../contracts/handed-batch.ts";
import type { TelemetrySignal } from "../../contracts/signal.ts";
import type { TraceInterest } from "../../contracts/telemetry.ts";
import { LIMITS } from "../../safety/limits.ts";
import { bearerToken } from "../bearer-token.ts";
import { type OtlpAnswer, type OtlpFormat, otlpError, otlpSuccess } from "./answer.ts";
import { collectBody } from "./collect-body.ts";
import type { Decoded } from "./decoded.ts";
import { FairShare } from "./fair-share.ts";
import { freeBytes } from "./free-bytes.ts";
import { gunzipBody } from "./gunzip-body.ts";
import { decodeInTurns } from "./in-turns.ts";
import { MalformedOtlp } from "./malformed-otlp.ts";
import { OversizedOtlp } from "./oversized-otlp.ts";
import { formatOf, isGzip, mostBytes, refuseHead, tooLarge } from "./refuse-head.ts";
import { Room, type RoomShare } from "./room.ts";
import { SIGNAL_KINDS, type SignalKind } from "./signal-kinds.ts";
import { takeIn } from "./take-in.ts";
import { UNWANTED } from "./unwanted.ts";

export interface OtlpDeps {
  /** The repositories that a bearer token names; null refuses it. */
  authenticate(bearer: string | undefined): readonly string[] | null;
  accept(signal: TelemetrySignal): "accepted" | "overloaded";
  /** Which traces `accept` is going to look at; it is asked for one body. All, where it is not given. */
  interest?(repositories: readonly string[]): TraceInterest;
  /**
   * Where another process looks at what those repositories send, that is what hands it over; null where this one does, as it
   * is where there is no other. A promise is only given where it has to be found out.
   */
  elsewhere?(repositories: readonly string[]): HandOver | null | Promise<HandOver | null>;
  /** Whether the process is behind with its work, so that more of it must wait. */
  isBehind(): boolean;
  /** Whether there is no memory for any of it, from whomever. */
  isFull(): boolean;
  /** Epoch milliseconds. */
  now(): number;
}

/** Resolves once the batch would outlive this process. */
export type HandOver = (batch: HandedBatch) => Promise<"accepted" | "overloaded" | "too-large">;

/**
 * Answers a request; whoever has the connection writes it. "gone" where nobody waits for it any more.
 * @param goOn called before the body is read, for a sender that waits to be told (`Expect: 100-continue`)
 */
export type OtlpReceiver = (request: IncomingMessage, goOn: () => void) => Promise<OtlpAnswer | "gone">;

interface Sent {
  path: HandedBatch["path"];
  format: OtlpFormat;
  kind: SignalKind;
  repositories: readonly string[];
}

const compress = promisify(gzip) as (body: Buffer, options: ZlibOptions) => Promise<Buffer>;

const RETRY = { "retry-after": "2" };

/**
 * OTLP/HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp), on Node's own requests: it is the one busy
 * path, and web streams would cost as much as decoding. Refusals come in a fixed order: path, method, content
 * type and encoding, declared size, token, overload, then (only now is the body read) its size, its size
 * after decompression, and its syntax. Overload is 503 with `Retry-After`, which exporters take up again.
 */
export function otlpReceiver(deps: OtlpDeps): OtlpReceiver {
  const room = new Room(LIMITS.otlpInFlight);
  const shares = new FairShare();
  return async (request, goOn) => {
    const format = formatOf(request);
    const path = pathOf(request);
    if (!isKnown(path)) return otlpError(format ?? "json", 404, UNKNOWN_PATH);
    const kind = SIGNAL_KINDS[path];
    const refusal = refuseHead(request, format);
    if (format === undefined || refusal !== undefined) return refusal as OtlpAnswer;
    const repositories = deps.authenticate(bearerToken(request.headers.authorization));
    if (repositories === null) return otlpError(format, 401, NO_TOKEN, CHALLENGE);
    const sender = repositories.join(",");
    if (deps.isFull()) return otlpError(format, 503, "short of memory: try again", RETRY);
    if (deps.isBehind() && !shares.isModest(sender, deps.now()))
      return otlpError(format, 503, "behind with the work: try again", RETRY);
    goOn();
    const share = room.share(sender);
    try {
      const body = await readBody(request, mostBytes(format), share);
      if (body === "gone") return body;
      if (typeof body === "string") return refuseBody(format, body);
      shares.note(sender, body.length, deps.now());
      return await take(body, { path, format, kind, repositories }, deps);
    } finally {
      share.giveBack();
    }
  };
}

const UNKNOWN_PATH = "no such OTLP path: use /v1/traces, /v1/metrics or /v1/logs";
const NO_TOKEN = "send Authorization: Bearer with an ingest token of this service";
const TOO_LARGE_TO_HAND_OVER =
  "too large for the bus to the worker that watches these repositories: send fewer records at a time";
const CHALLENGE = { "www-authenticate": 'Bearer realm="otlp"' };

const isKnown = (path: string): path is HandedBatch["path"] => Object.hasOwn(SIGNAL_KINDS, path);

function pathOf({ url = "" }: IncomingMessage): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

async function readBody(request: IncomingMessage, limit: number, share: RoomShare) {
  const sent = await collectBody(request, limit, share);
  if (typeof sent === "string" || !isGzip(request)) return sent;
  const body = await gunzipBody(sent, limit, share);
  // After a refusal zlib's thread may still be reading.
  if (typeof body !== "string") freeBytes(sent);
  return body;
}

function refuseBody(format: OtlpFormat, why: "too-large" | "no-room" | "corrupt"): OtlpAnswer {
  if (why === "too-large") return tooLarge(format);
  if (why === "no-room") return otlpError(format, 503, "busy with other requests: try again", RETRY);
  return otlpError(format, 400, "the body ends early or is not valid gzip");
}

/** Other work is done between the parts of a large body; nothing of it counts before all of it was found to be valid. */
async function take(body: Buffer, sent: Sent, deps: OtlpDeps): Promise<OtlpAnswer> {
  const { path, format, kind, repositories } = sent;
  const now = deps.now();
  const found = deps.elsewhere?.(repositories) ?? null;
  const handOver = found instanceof Promise ? await found : found;
  let decoded: Decoded;
  let packed = "";
  try {
    const interest = handOver ? UNWANTED : deps.interest?.(repositories);
    decoded = await decodeInTurns(kind[format](body, now, interest));
    if (handOver) packed = await pack(body);
  } catch (error) {
    if (error instanceof MalformedOtlp) return otlpError(format, 400, error.message);
    if (error instanceof OversizedOtlp) return otlpError(format, 413, error.message);
    throw error;
  } finally {
    freeBytes(body);
  }
  const answer = handOver
    ? await handOver({ path, format, repositories: [...repositories], receivedMs: now, gzip: packed })
    : await takeIn(decoded.telemetry, repositories, now, deps.accept);
  if (answer === "too-large") return otlpError(format, 413, TOO_LARGE_TO_HAND_OVER);
  if (answer === "overloaded") return otlpError(format, 503, "overloaded: try again", RETRY);
  return otlpSuccess(format, kind.counter, decoded.rejected, decoded.reason);
}

const pack = async (body: Buffer) =>
  (await compress(body, { level: constants.Z_BEST_SPEED })).toString("base64");
