import fc from "fast-check";

/** Messages as OpenTelemetry's generated codecs take them, with 64-bit numbers as `{low, high}`. */

const long = fc.record({ low: fc.integer(), high: fc.integer() }).map((l) => ({ ...l, unsigned: false }));
const smallLong = fc.nat(1_000_000).map((low) => ({ low, high: 0, unsigned: false }));
const time = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ low: 0, high: 0, unsigned: false }) },
  {
    weight: 8,
    arbitrary: fc.record({ low: fc.integer(), high: fc.integer({ min: 1, max: 420_000_000 }) }).map((l) => ({
      ...l,
      unsigned: false,
    })),
  },
);
const text = fc.oneof(
  fc.constantFrom(
    "",
    "GET",
    "POST /quotes",
    "__proto__",
    "constructor",
    "é",
    "日本",
    "\u0000",
    "a".repeat(200),
  ),
  fc.string({ unit: "binary" }),
);
const key = fc.oneof(
  fc.constantFrom("service.name", "http.route", "__proto__", "toString", "host.name", "process.pid"),
  text,
);
const id = (size: number): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.uint8Array({ minLength: size, maxLength: size }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(new Uint8Array(0), new Uint8Array(size), new Uint8Array(size - 1).fill(7)),
    },
  );
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const few = <T>(arbitrary: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> =>
  fc.array(arbitrary, { maxLength });

const { value } = fc.letrec<{ value: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.oneof(long, smallLong) }),
    fc.record({ doubleValue: fc.double() }),
    fc.record({ bytesValue: fc.uint8Array({ maxLength: 20 }) }),
    fc.constant({}),
    fc.record({ arrayValue: fc.record({ values: few(tie("value")) }) }),
    fc.record({ kvlistValue: fc.record({ values: few(fc.record({ key, value: tie("value") })) }) }),
  ),
}));
const attributes = few(fc.record({ key, value: optional(value) }), 5);
const resource = optional(
  fc.record({
    attributes: fc.oneof(
      attributes,
      fc.record({ key: fc.constant("service.name"), value }).map((pair) => [pair]),
    ),
    droppedAttributesCount: fc.nat(),
  }),
);
const scope = optional(
  fc.record({ name: text, version: text, attributes, droppedAttributesCount: fc.nat() }),
);

const event = fc.record({ timeUnixNano: time, name: text, attributes, droppedAttributesCount: fc.nat() });
const link = fc.record({
  traceId: id(16),
  spanId: id(8),
  traceState: text,
  attributes,
  droppedAttributesCount: fc.nat(),
  flags: fc.nat(),
});
const span = fc
  .record({
    traceId: id(16),
    spanId: id(8),
    traceState: text,
    parentSpanId: fc.oneof(fc.constant(new Uint8Array(0)), id(8)),
    name: text,
    kind: fc.integer({ min: -1, max: 7 }),
    startTimeUnixNano: time,
    endTimeUnixNano: time,
    attributes,
    droppedAttributesCount: fc.nat(),
    events: few(event),
    droppedEventsCount: fc.nat(),
    links: few(link),
    droppedLinksCount: fc.nat(),
    status: optional(fc.record({ message: text, code: fc.integer({ min: 0, max: 3 }) })),
    flags: fc.nat(),
    ordered: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ ordered, ...rest }) => ({
    ...rest,
    // Most spans end after they start; some do not, and some end just before.
    endTimeUnixNano:
      ordered === 0
        ? rest.endTimeUnixNano
        : { ...rest.startTimeUnixNano, high: rest.startTimeUnixNano.high + (ordered === 1 ? 0 : ordered) },
  }));

/** `ExportTraceServiceRequest` */
export const traceRequest = fc.record({
  resourceSpans: few(
    fc.record({
      resource,
      scopeSpans: few(fc.record({ scope, spans: few(span, 5), schemaUrl: text })),
      schemaUrl: text,
    }),
  ),
});

const exemplar = fc
  .record({
    timeUnixNano: time,
    number: fc.oneof(fc.record({ asDouble: fc.double() }), fc.record({ asInt: long })),
    spanId: id(8),
    traceId: id(16),
    filteredAttributes: attributes,
  })
  .map(({ number, ...rest }) => ({ ...rest, ...number }));
const numberPoint = fc
  .record({
    startTimeUnixNano: time,
    timeUnixNano: time,
    number: fc.oneof(
      fc.record({ asDouble: fc.double() }),
      fc.record({ asInt: long }),
      fc.constant({} as object),
    ),
    exemplars: few(exemplar, 2),
    attributes,
    flags: fc.constantFrom(0, 0, 0, 1, 2),
  })
  .map(({ number, ...rest }) => ({ ...rest, ...number }));
const histogramPoint = fc
  .record({
    startTimeUnixNano: time,
    timeUnixNano: time,
    count: smallLong,
    sum: optional(fc.double()),
    min: optional(fc.double({ noNaN: true, noDefaultInfinity: true })),
    max: optional(fc.double({ noNaN: true, noDefaultInfinity: true })),
    explicitBounds: fc.oneof(
      few(fc.double({ noNaN: true }), 5),
      fc.uniqueArray(fc.integer(), { maxLength: 5 }).map((bounds) => bounds.sort((a, b) => a - b)),
    ),
    bucketCounts: fc.array(fc.oneof(smallLong, long), { minLength: 6, maxLength: 6 }),
    cut: fc.constantFrom(0, 0, 0, 0, 1, 6),
    attributes,
    exemplars: few(exemplar, 2),
    flags: fc.constantFrom(0, 0, 0, 1),
  })
  .map(({ cut, ...rest }) => ({
    ...rest,
    bucketCounts: rest.bucketCounts.slice(0, Math.max(0, rest.explicitBounds.length + 1 - cut)),
  }));
const buckets = optional(
  fc.record({ offset: fc.integer({ min: -2000, max: 2000 }), bucketCounts: few(smallLong, 12) }),
);
const exponentialPoint = fc.record({
  startTimeUnixNano: time,
  timeUnixNano: time,
  count: smallLong,
  sum: optional(fc.double({ noNaN: true, noDefaultInfinity: true })),
  scale: fc.integer({ min: -12, max: 22 }),
  zeroCount: smallLong,
  zeroThreshold: fc.double({ min: 0, max: 2, noNaN: true }),
  positive: buckets,
  negative: buckets,
  flags: fc.constantFrom(0, 0, 0, 1),
  min: optional(fc.double({ noNaN: true, noDefaultInfinity: true })),
  max: optional(fc.double({ noNaN: true, noDefaultInfinity: true })),
  exemplars: few(exemplar, 2),
  attributes,
});
const summaryPoint = fc.record({
  startTimeUnixNano: time,
  timeUnixNano: time,
  count: smallLong,
  sum: fc.double(),
  quantileValues: few(
    fc.record({
      quantile: fc.constantFrom(0, 0.5, 1),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    }),
  ),
  attributes,
  flags: fc.constantFrom(0, 0, 0, 1),
});
const aggregationTemporality = fc.integer({ min: 0, max: 3 });
const data = fc.oneof(
  fc.record({ gauge: fc.record({ dataPoints: few(numberPoint) }) }),
  fc.record({
    sum: fc.record({ dataPoints: few(numberPoint), aggregationTemporality, isMonotonic: fc.boolean() }),
  }),
  fc.record({ histogram: fc.record({ dataPoints: few(histogramPoint), aggregationTemporality }) }),
  fc.record({
    exponentialHistogram: fc.record({ dataPoints: few(exponentialPoint), aggregationTemporality }),
  }),
  fc.record({ summary: fc.record({ dataPoints: few(summaryPoint) }) }),
);
const metric = fc
  .record({ name: text, description: text, unit: text, metadata: attributes, data })
  .map(({ data: kind, ...rest }) => ({ ...rest, ...kind }));

/** `ExportMetricsServiceRequest` */
export const metricsRequest = fc.record({
  resourceMetrics: few(
    fc.record({
      resource,
      scopeMetrics: few(fc.record({ scope, metrics: few(metric), schemaUrl: text })),
      schemaUrl: text,
    }),
  ),
});

const logRecord = fc.record({
  timeUnixNano: time,
  observedTimeUnixNano: time,
  severityNumber: fc.integer({ min: -2, max: 26 }),
  severityText: text,
  body: optional(value),
  attributes,
  droppedAttributesCount: fc.nat(),
  flags: fc.nat(),
  traceId: id(16),
  spanId: id(8),
  eventName: text,
});

/** `ExportLogsServiceRequest` */
export const logsRequest = fc.record({
  resourceLogs: few(
    fc.record({
      resource,
      scopeLogs: few(fc.record({ scope, logRecords: few(logRecord, 4), schemaUrl: text })),
      schemaUrl: text,
    }),
  ),
});
