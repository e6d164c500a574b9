/**
 * Decoded OTLP. These are types and no zod schemas: the OTLP decoder is its own validator, because a
 * second pass over every attribute of every span would cost more than the decoding
 * (https://opentelemetry.io/docs/specs/otlp/). Times are epoch milliseconds with a fraction.
 */
export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | AttributeValue[]
  | { [key: string]: AttributeValue };
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One process that sends telemetry. The same object is shared by all spans of one export. */
export interface Resource {
  /** `service.name`; "unknown_service" where the sender names none. */
  service: string;
  /** `deployment.environment.name`, or the older `deployment.environment`. */
  environment?: string;
  /** `service.version`. */
  version?: string;
  /** `vcs.ref.head.revision`: the commit this process runs. */
  revision?: string;
  /** `service.instance.id`, else host and process id where they are known. */
  instance?: string;
  attributes: Attributes;
}

export type SpanKind = "unspecified" | "internal" | "server" | "client" | "producer" | "consumer";
export type SpanStatus = "unset" | "ok" | "error";

export interface SpanEvent {
  name: string;
  timeMs: number;
  attributes: Attributes;
}

export interface Span {
  /** 32 hexadecimal digits, lower case. */
  traceId: string;
  /** 16 hexadecimal digits, lower case. */
  spanId: string;
  parentSpanId?: string;
  traceState?: string;
  name: string;
  kind: SpanKind;
  startMs: number;
  endMs: number;
  status: SpanStatus;
  statusMessage?: string;
  attributes: Attributes;
  events: readonly SpanEvent[];
  resource: Resource;
  scope?: string;
  /** Of the scope, where it has any: the Collector's tail sampler writes there. */
  scopeAttributes?: Attributes;
}

/**
 * An entry span of a trace that nobody looks at: what is needed to count its request, and no more. It tells no exception, no
 * feature flag and has no status message.
 */
export interface CountedSpan {
  /** The last eight bytes of the trace's id, then those of the span's, as 32-bit numbers. */
  ids: readonly [number, number, number, number];
  traceState?: string;
  name: string;
  kind: SpanKind;
  startMs: number;
  endMs: number;
  status: SpanStatus;
  /** Those that counting asks for. The same object for the same attributes, mostly; not to be changed. */
  attributes: Attributes;
  resource: Resource;
  scopeAttributes?: Attributes;
}

export interface HistogramValue {
  count: number;
  sum?: number;
  min?: number;
  max?: number;
  /** Upper bounds of all buckets but the last, which is open. */
  bounds: readonly number[];
  /** One more than `bounds`. */
  counts: readonly number[];
}

/** One data point of one metric. Exponential histograms are converted to explicit bounds by the decoder. */
export interface MetricPoint {
  name: string;
  unit: string;
  kind: "gauge" | "sum" | "histogram" | "summary";
  /** Of sums and histograms. */
  temporality?: "delta" | "cumulative";
  monotonic?: boolean;
  startMs?: number;
  timeMs: number;
  attributes: Attributes;
  /** Of gauges and sums. */
  value?: number;
  histogram?: HistogramValue;
  resource: Resource;
}

export interface LogRecord {
  timeMs: number;
  /** OTLP severity number: 1–24, 17 and above are errors; 0 where it is unknown. */
  severity: number;
  severityText?: string;
  eventName?: string;
  body: AttributeValue;
  attributes: Attributes;
  traceId?: string;
  spanId?: string;
  resource: Resource;
}

export interface Telemetry {
  spans: readonly Span[];
  points: readonly MetricPoint[];
  logs: readonly LogRecord[];
  /** Requests of traces that Scout does not take up. */
  counted?: readonly CountedSpan[];
  /** How many more spans there were that nobody looks at: those of `counted`, and calls of such traces. */
  passedOver?: number;
}

/** Which traces are going to be looked at. What nobody looks at is checked like all else, and left out or only counted. */
export interface TraceInterest {
  /** Whether any trace whose id ends so is looked at. @param rank its last two bytes, as a number */
  among(rank: number): boolean;
  takes(traceId: string): boolean;
  /** The attributes that tell which request an entry span is of, and how it went: all that counting it asks for. */
  readonly asked: ReadonlySet<string>;
  /** Attributes that counting asks for where the request names no route. */
  readonly askedWithoutRoute: ReadonlySet<string>;
}
