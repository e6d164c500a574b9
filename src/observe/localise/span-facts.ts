import type { Span } from "../../contracts/telemetry.ts";
import { attributeNumber } from "../attribute-number.ts";
import { operationOf } from "../operation-of.ts";
import { peerOf } from "./peer-of.ts";
import { spanFailed } from "./span-failed.ts";

/** All that localisation reads of a span's attributes. */
export interface SpanFacts {
  operation: string;
  /** Whom it calls, by its own words; undefined where it does not say, and of what is called itself. */
  peer: string | undefined;
  failed: boolean;
  /** Failed with a status that says that the request was wrong. */
  refused: boolean;
  /** Failed with a status by which the one who answers says that it failed itself (RFC 9110, 15.6). */
  brokeDown: boolean;
}

/** A span whose attributes were read when it was sampled: each is compared again at every look at an incident. */
export interface ReadSpan extends Span {
  facts: SpanFacts;
}

export function spanFacts(span: Span | ReadSpan): SpanFacts {
  return "facts" in span ? span.facts : readFacts(span);
}

function readFacts(span: Span): SpanFacts {
  const failed = spanFailed(span);
  const code = failed
    ? attributeNumber(span.attributes, "http.response.status_code", "http.status_code")
    : undefined;
  return {
    operation: operationOf(span),
    peer: span.kind === "server" || span.kind === "consumer" ? undefined : peerOf(span),
    failed,
    refused: code !== undefined && code >= 400 && code < 500,
    brokeDown: code !== undefined && code >= 500,
  };
}
