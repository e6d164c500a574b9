import type { Span } from "../../contracts/telemetry.ts";
import { attributeNumber } from "../attribute-number.ts";
import { attributeText } from "../attribute-text.ts";

/** A sampler that keeps fewer than one in so many says nothing that a rate could be made of. */
const MOST = 1e6;
const OT = /(?:^|,)\s*ot=([^,]*)/;
const THRESHOLD = /(?:^|;)th:([0-9a-f]{1,14})(?:;|$)/;
const P_VALUE = /(?:^|;)p:(\d{1,2})(?:;|$)/;

/**
 * For how many requests a span stands, as its sampling says; null where it says nothing; 0 where it says that it
 * stands for none (a span that was kept for its own sake).
 *
 * - `tracestate` `ot=th:T`: the rejection threshold, 56 bits with trailing zeros left out; the count is
 *   2^56 / (2^56 - T) (https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/).
 * - `tracestate` `ot=p:N`, its experimental predecessor: 2^N, and p:63 is a probability of zero.
 * - `SampleRate`, one in so many (https://docs.honeycomb.io/manage-data-volume/sample/), which Refinery sets too.
 * - `sampler.type` and `sampler.param` of Jaeger's clients, on the first span of a trace
 *   (https://www.jaegertracing.io/docs/1.22/sampling/).
 * - `sampling.probability`, from 0 to 1, and `sampler.adjusted_count`, as OTEP 148 and 170 proposed them.
 *
 * W3C's sampled flag says only that the span was kept, and every span that arrives was.
 */
export function adjustedCount(span: Pick<Span, "traceState" | "attributes">): number | null {
  if (span.traceState !== undefined) {
    const ot = OT.exec(span.traceState)?.[1];
    if (ot !== undefined) {
      const said = byTraceState(ot);
      if (said !== null) return said;
    }
  }
  return adjustedCountByAttributes(span.attributes);
}

function byTraceState(ot: string): number | null {
  const threshold = THRESHOLD.exec(ot)?.[1];
  if (threshold !== undefined) {
    const kept = 1 - Number.parseInt(threshold, 16) / 16 ** threshold.length;
    return bounded(1 / kept);
  }
  const p = P_VALUE.exec(ot)?.[1];
  if (p === undefined || Number(p) > 63) return null;
  return p === "63" ? 0 : bounded(2 ** Number(p));
}

/** The same, without what its trace state says. */
export function adjustedCountByAttributes(attributes: Span["attributes"]): number | null {
  const rate = attributeNumber(attributes, "SampleRate", "sampleRate", "sampler.adjusted_count");
  if (rate !== undefined) return rate === 0 ? 0 : bounded(rate);
  const probability = attributeNumber(attributes, "sampling.probability");
  if (probability !== undefined) return bounded(1 / probability);
  const type = attributeText(attributes, "sampler.type");
  if (type === "const") return 1;
  if (type !== "probabilistic") return null;
  const param = attributeNumber(attributes, "sampler.param");
  return param === undefined ? null : bounded(1 / param);
}

const bounded = (count: number): number | null =>
  Number.isFinite(count) && count >= 1 && count <= MOST ? count : null;
