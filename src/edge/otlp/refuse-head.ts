import type { IncomingMessage } from "node:http";
import { LIMITS } from "../../safety/limits.ts";
import { OTLP_MEDIA_TYPES, type OtlpAnswer, type OtlpFormat, otlpError } from "./answer.ts";

export const TOO_LARGE = `the body is larger than ${LIMITS.otlpBody} bytes after decompression: export smaller batches`;

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
  if (Number(request.headers["content-length"] ?? 0) > LIMITS.otlpBody)
    return otlpError(format, 413, TOO_LARGE);
  return undefined;
}

function encodingOf(request: IncomingMessage): string {
  return request.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
}
