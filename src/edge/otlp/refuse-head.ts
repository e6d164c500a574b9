import type { IncomingMessage } from "node:http";
import { LIMITS } from "../../safety/limits.ts";
import { OTLP_MEDIA_TYPES, type OtlpAnswer, type OtlpFormat, otlpError } from "./answer.ts";

/** Bytes of one body, after decompression. */
export function mostBytes(format: OtlpFormat): number {
  return format === "json" ? LIMITS.otlpJsonBody : LIMITS.otlpBody;
}

export function tooLarge(format: OtlpFormat): OtlpAnswer {
  const instead = format === "json" ? `, or protobuf, of which ${LIMITS.otlpBody} may come at once` : "";
  const what = `the body is larger than ${mostBytes(format)} bytes after decompression`;
  return otlpError(format, 413, `${what}: export smaller batches${instead}`);
}

/** By the content type; undefined where it is none of OTLP's. */
export function formatOf(request: IncomingMessage): OtlpFormat | undefined {
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === OTLP_MEDIA_TYPES.protobuf) return "protobuf";
  return type === OTLP_MEDIA_TYPES.json ? "json" : undefined;
}

export function isGzip(request: IncomingMessage): boolean {
  return encodingOf(request) === "gzip";
}

/** What the head of a request alone is refused for: method, content type, content encoding, declared size. */
export function refuseHead(request: IncomingMessage, format: OtlpFormat | undefined): OtlpAnswer | undefined {
  if (request.method !== "POST") return otlpError(format ?? "json", 405, "use POST", { allow: "POST" });
  if (format === undefined) {
    const types = Object.values(OTLP_MEDIA_TYPES);
    return otlpError("json", 415, `send Content-Type ${types.join(" or ")}`, { accept: types.join(", ") });
  }
  const encoding = encodingOf(request);
  if (encoding !== "gzip" && encoding !== "identity" && encoding !== "") {
    return otlpError(format, 415, "send Content-Encoding gzip or none", {
      "accept-encoding": "gzip, identity",
    });
  }
  if (Number(request.headers["content-length"] ?? 0) > mostBytes(format)) return tooLarge(format);
  return undefined;
}

function encodingOf(request: IncomingMessage): string {
  return request.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
}
