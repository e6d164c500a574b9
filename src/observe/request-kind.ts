import type { Attributes, Span } from "../contracts/telemetry.ts";
import { isFailure } from "./is-failure.ts";
import { isProbe } from "./is-probe.ts";
import { operationOf } from "./operation-of.ts";
import { adjustedCountByAttributes } from "./sampling/adjusted-count.ts";
import { isTailSampled } from "./sampling/is-tail-sampled.ts";

/** What a request's name, status and attributes say of it. */
export interface RequestKind {
  operation: string;
  isProbe: boolean;
  isFailed: boolean;
  /** By its attributes: as `adjustedCount` and `isTailSampled` say. */
  standsFor: number | null;
  isTailSampled: boolean;
}

type Told = Pick<Span, "name" | "kind" | "status" | "attributes">;

/** Some twenty look-ups of attributes; see `RequestKinds` for requests that share theirs. */
export function requestKind(request: Told): RequestKind {
  const operation = operationOf(request);
  const { attributes } = request;
  return {
    operation,
    isProbe: isProbe(operation, attributes),
    isFailed: isFailure(request),
    standsFor: adjustedCountByAttributes(attributes),
    isTailSampled: isTailSampled({ attributes }),
  };
}

const MAX_KNOWN = 20_000;

/** Remembers the kind of requests whose attributes are the same object. */
export class RequestKinds {
  private readonly known = new Map<
    Attributes,
    { of: Pick<Told, "name" | "kind" | "status">; kind: RequestKind }
  >();

  of(request: Told): RequestKind {
    const { name, kind, status } = request;
    const known = this.known.get(request.attributes);
    if (known && known.of.name === name && known.of.status === status && known.of.kind === kind)
      return known.kind;
    const found = requestKind(request);
    if (this.known.size >= MAX_KNOWN) this.known.clear();
    this.known.set(request.attributes, { of: { name, kind, status }, kind: found });
    return found;
  }
}
